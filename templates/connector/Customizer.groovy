/*
 * How the connector reaches Oracle: called once for the HTTP client, and once for each operation, whose script finds the client of
 * Oracle's API as customizedConnection. Redirects are not followed: a token request must never go where an answer points to. Nothing
 * is repeated by the HTTP client itself, for a DELETE that went through and lost its answer would come back as "unknown user".
 */
import org.apache.http.HttpHost
import org.apache.http.auth.AuthScope
import org.apache.http.auth.UsernamePasswordCredentials
import org.apache.http.client.config.RequestConfig
import org.apache.http.impl.client.BasicCredentialsProvider

customize {
    init { builder ->
        def settings = propertyBag
        int connect = settings.connectTimeoutSeconds * 1000
        builder.defaultRequestConfig = RequestConfig.custom()
            .setConnectTimeout(connect)
            .setConnectionRequestTimeout(connect)
            .setSocketTimeout(settings.requestTimeoutSeconds * 1000)
            .build()
        builder.disableRedirectHandling().disableAutomaticRetries().disableCookieManagement()
        builder.setMaxConnPerRoute(10).setMaxConnTotal(20)
        if (settings.proxyHost) {
            def proxy = new HttpHost(settings.proxyHost as String, settings.proxyPort as int)
            builder.proxy = proxy
            if (settings.proxyUser) {
                def credentials = new BasicCredentialsProvider()
                def password = IdcsProperties.secret(settings.proxyPasswordProperty as String)
                credentials.setCredentials(new AuthScope(proxy),
                    new UsernamePasswordCredentials(settings.proxyUser as String, password))
                builder.defaultCredentialsProvider = credentials
            }
        }
    }

    decorate { httpClient -> new IdcsClient(httpClient, serviceAddress as String, username, propertyBag) }
}
