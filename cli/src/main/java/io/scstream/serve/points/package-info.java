/**
 * The window of embedded cells as points: which cells it holds, where each lies in a plane that
 * stays the same as versions come and go, and how it travels to a page.
 */
@NullMarked
package io.scstream.serve.points;

import org.jspecify.annotations.NullMarked;
