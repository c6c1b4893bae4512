package io.dataarts.rerun.auth;

import io.dataarts.rerun.internal.check.Arguments;


/**
 * A user's log-in to IAM, from which tokens for the studio's project are obtained and renewed. Immutable.
 *
 * <p>The token is scoped to the project: the service refuses a token of the whole domain.
 */
public final class IamPassword {

    private final String domain;
    private final String user;
    private final String password;

    private IamPassword(String domain, String user, String password) {
        this.domain = Arguments.text("domain", domain);
        this.user = Arguments.text("user", user);
        this.password = Arguments.text("password", password);
    }

    /**
     * A log-in.
     *
     * @param domain the name of the account (domain) that the user belongs to
     * @param user the name of the IAM user
     * @param password the user's password
     * @throws IllegalArgumentException when one is empty, or holds control characters or lone surrogates
     */
    public static IamPassword of(String domain, String user, String password) {
        return new IamPassword(domain, user, password);
    }

    /** The account's name. */
    public String domain() {
        return domain;
    }

    /** The user's name. */
    public String user() {
        return user;
    }

    /** The password: a secret. */
    public String password() {
        return password;
    }

    /** Domain and user. */
    @Override
    public String toString() {
        return "IamPassword[" + domain + "/" + user + "]";
    }
}
