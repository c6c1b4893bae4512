/** Promise 3, the loop is closed: find what failed, rerun it, follow it to its end, with this SDK alone. */
package io.dataarts.contract.loop;
