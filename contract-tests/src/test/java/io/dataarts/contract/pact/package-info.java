/**
 * The consumer tests, which write the pact. The pact records the names of these classes, so renaming the package changes the
 * pact.
 */
package io.dataarts.contract.pact;
