/** The models of requests and answers. */
@NullMarked
package io.dataarts.generated.model;

import org.jspecify.annotations.NullMarked;
