/** A check of signatures that is independent of the SDK's signer. */
package io.dataarts.contract.signature;
