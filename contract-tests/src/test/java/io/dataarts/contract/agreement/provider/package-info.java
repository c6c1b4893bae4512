/** The reference provider behaves as the documentation says. */
package io.dataarts.contract.agreement.provider;
