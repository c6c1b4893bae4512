/** The quickstart: a tour on a local stand-in, a look at what failed in a real workspace, or one live rerun. */
package io.dataarts.contract.handbook.quickstart;
