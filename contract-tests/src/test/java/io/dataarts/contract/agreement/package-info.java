/** Promise 4: description, pact, generated client and the vendor's own behaviour agree. */
package io.dataarts.contract.agreement;
