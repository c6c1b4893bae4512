/** Witnesses that others wrote: the vendor's SDK and signer, and tools from npm. */
package io.dataarts.contract.agreement.witness;
