/**
 * What is kept: model versions, each an immutable manifest over content-addressed blobs, found
 * again by number or alias. The manifest is the commit point; nothing published is ever
 * overwritten. The package knows bytes and manifests only, not what learns from them or moves them.
 */
@NullMarked
package io.scstream.store;

import org.jspecify.annotations.NullMarked;
