/** A strict stub that serves a pact, for the tests of those who call the service. */
package io.dataarts.contract.stub;
