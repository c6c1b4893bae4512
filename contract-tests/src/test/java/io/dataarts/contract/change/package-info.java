/** Promise 5: openapi.yaml is the source, and an operation that is added to it can be called. */
package io.dataarts.contract.change;
