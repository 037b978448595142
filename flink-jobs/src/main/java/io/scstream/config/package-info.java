/**
 * The settings of a job: one YAML file becomes one tree of checked records. Every default stands in
 * {@code defaults.yaml} or in the file of a model family, and nowhere else.
 */
@NullMarked
package io.scstream.config;

import org.jspecify.annotations.NullMarked;
