/** A server over real sockets that misbehaves as it is told, for tests of what a client makes of it. */
package io.dataarts.contract.fault;
