/** The consumer tests, which write the pact. Each is a table: a row is a call, the request that it sends, and the answer that it reads. */
package io.dataarts.contract.pact;
