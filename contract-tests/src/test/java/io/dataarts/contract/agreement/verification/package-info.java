/** The pact against the reference provider, and against the live service where the environment asks for it. */
package io.dataarts.contract.agreement.verification;
