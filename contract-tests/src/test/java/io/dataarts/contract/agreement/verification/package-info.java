/** Verifies the pact against the reference provider, and against the live service if the environment names one. */
package io.dataarts.contract.agreement.verification;
