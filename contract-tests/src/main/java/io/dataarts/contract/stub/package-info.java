/** A strict stub that serves a pact, for the tests of applications that call the service. */
package io.dataarts.contract.stub;
