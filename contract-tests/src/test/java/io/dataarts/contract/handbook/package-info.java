/** The README, the quickstart, the stub and publishing do what they say. */
package io.dataarts.contract.handbook;
