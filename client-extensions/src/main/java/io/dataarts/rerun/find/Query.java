package io.dataarts.rerun.find;

/**
 * A question to one of the service's lists. {@code DataArtsStudio.find} asks it.
 *
 * <p>All queries are immutable. The methods that make a query check its values.
 *
 * @param <T> the type of the results
 */
public sealed interface Query<T> permits InstanceQuery, JobQuery, RuleQuery, RunQuery {}
