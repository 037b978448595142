/**
 * Dead letters as a person handles them: what was rejected and why, one letter in full, and sending
 * records again once the reason is gone.
 */
@NullMarked
package io.scstream.letters;

import org.jspecify.annotations.NullMarked;
