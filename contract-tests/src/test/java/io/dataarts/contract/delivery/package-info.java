/** Promises 1 and 2: at most one request that could run, and a true outcome, under each fault. */
package io.dataarts.contract.delivery;
