/** Compares the SDK with independent implementations: the vendor's SDK and signer, and npm tools. */
package io.dataarts.contract.agreement.witness;
