/** What blocks of codes tell of covariates and treatments, and of each other. */
@NullMarked
package io.scstream.models.trial.factor;

import org.jspecify.annotations.NullMarked;
