/** A tool of the tests: a server over real sockets that plays faults. */
package io.dataarts.contract.fault;
