/** Proves that the reference provider behaves as the documentation says. */
package io.dataarts.contract.agreement.provider;
