/** Promise 5: openapi.yaml is the source. The SDK can call an operation that is added to it. */
package io.dataarts.contract.change;
