/** Who may ask, from where, and how often. */
@NullMarked
package io.scstream.serve.access;

import org.jspecify.annotations.NullMarked;
