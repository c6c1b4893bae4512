/** Promises 1 and 2: under each fault, the SDK sends at most one request that could run, and reports its true outcome. */
package io.dataarts.contract.delivery;
