/** The pact against openapi.yaml, in both directions. */
package io.dataarts.contract.agreement.coverage;
