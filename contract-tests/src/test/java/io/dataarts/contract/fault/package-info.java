/** A server over real sockets that misbehaves as it is told: tools of the tests. */
package io.dataarts.contract.fault;
