/** Compares the pact with openapi.yaml, in both directions. */
package io.dataarts.contract.agreement.coverage;
