/** Makes API interfaces callable: Feign reads them, the SDK encodes their arguments and handles their failures. */
@NullMarked
package io.dataarts.rerun.internal.api;

import org.jspecify.annotations.NullMarked;
