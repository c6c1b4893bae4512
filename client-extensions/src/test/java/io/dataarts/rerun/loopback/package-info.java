/** A loopback server for all tests. It shows the bytes that arrive, and sends the bytes that a test gives it. */
package io.dataarts.rerun.loopback;
