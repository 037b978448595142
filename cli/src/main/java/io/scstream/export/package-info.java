/** From the topic of embeddings to a file that anndata opens. */
@NullMarked
package io.scstream.export;

import org.jspecify.annotations.NullMarked;
