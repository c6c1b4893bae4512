/** The quickstart: a tour of both reruns on a local stand-in, or one live rerun. */
package io.dataarts.contract.handbook.quickstart;
