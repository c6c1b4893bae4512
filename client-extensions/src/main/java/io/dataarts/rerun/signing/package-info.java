/** Signs requests with SDK-HMAC-SHA256. It works without the rest of the SDK. */
@NullMarked
package io.dataarts.rerun.signing;

import org.jspecify.annotations.NullMarked;
