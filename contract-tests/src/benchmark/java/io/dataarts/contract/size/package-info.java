/** Promise 6: the SDK is small and fast, with figures. */
package io.dataarts.contract.size;
