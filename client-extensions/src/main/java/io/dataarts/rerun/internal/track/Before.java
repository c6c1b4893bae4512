package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.find.InstanceState;
import java.util.List;

/**
 * What the first look saw of a rerun. A journal keeps it as JSON, so that another process can go on from it.
 *
 * @param first the service's time at the first look, in epoch milliseconds
 * @param instances what the rerun may touch, as the service listed it then
 */
public record Before(long first, List<InstanceState> instances) {}
