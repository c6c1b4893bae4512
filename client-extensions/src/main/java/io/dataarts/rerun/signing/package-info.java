/** Request signing with SDK-HMAC-SHA256, usable by itself. */
@NullMarked
package io.dataarts.rerun.signing;

import org.jspecify.annotations.NullMarked;
