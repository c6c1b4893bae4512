/** A server for tests that shows the exact wire. */
package io.dataarts.rerun.loopback;
