/** Sends one request over Apache HttpClient 5, within the call's deadline. */
@NullMarked
package io.dataarts.rerun.internal.http;

import org.jspecify.annotations.NullMarked;
