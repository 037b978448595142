/**
 * Versions of factorized models that are asked what cells would be under a treatment they did not
 * have: on the command line and by the server alike.
 */
@NullMarked
package io.scstream.response;

import org.jspecify.annotations.NullMarked;
