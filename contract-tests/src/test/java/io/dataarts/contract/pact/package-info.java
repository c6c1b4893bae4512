/**
 * The consumer tests, which write the pact. The pact records the names of these classes, so that the package cannot be renamed
 * without another pact.
 */
package io.dataarts.contract.pact;
