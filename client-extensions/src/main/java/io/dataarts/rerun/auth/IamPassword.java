package io.dataarts.rerun.auth;

import io.dataarts.rerun.internal.check.Arguments;


/**
 * A user's log-in to IAM, with which the SDK obtains and renews tokens for the studio's project. Immutable.
 *
 * <p>The tokens are scoped to the project: the service refuses a token of the whole domain.
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
     * Returns a log-in.
     *
     * @param domain the name of the account (domain) that the user belongs to
     * @param user the name of the IAM user
     * @param password the user's password
     * @throws IllegalArgumentException if one is empty, or holds control characters or lone surrogates
     */
    public static IamPassword of(String domain, String user, String password) {
        return new IamPassword(domain, user, password);
    }

    /** Returns the account's name. */
    public String domain() {
        return domain;
    }

    /** Returns the user's name. */
    public String user() {
        return user;
    }

    /** Returns the password, a secret. */
    public String password() {
        return password;
    }

    /** Returns domain and user. */
    @Override
    public String toString() {
        return "IamPassword[" + domain + "/" + user + "]";
    }
}
