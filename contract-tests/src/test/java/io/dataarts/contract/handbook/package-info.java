/** Proves that the README, the quickstart, the stub and publishing work as described. */
package io.dataarts.contract.handbook;
