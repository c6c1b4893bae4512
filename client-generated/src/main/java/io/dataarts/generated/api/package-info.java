/** The operations of the service, as Feign interfaces. */
@NullMarked
package io.dataarts.generated.api;

import org.jspecify.annotations.NullMarked;
