import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Neo4j Community over Bolt on loopback. Arguments: an empty folder, a port, and for TLS beside the open line a folder
 * with public.crt and private.key. Ends on SIGTERM or at the end of stdin.
 */
public class Neo4j {
    public static void main(String[] arguments) throws Exception {
        var builder = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1])))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            // Tests send wrong passwords on purpose; the default locks the account for everybody after three.
            .setConfig(GraphDatabaseSettings.auth_max_failed_attempts, 0)
            .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(256))
            // A bookmark that never comes true is not waited for as long as by default (30 s).
            .setConfig(GraphDatabaseSettings.bookmark_ready_timeout, Duration.ofSeconds(1))
            // Half a gigabyte of transaction log otherwise, on the disk, for a server that lives for minutes.
            .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
            .setConfig(GraphDatabaseSettings.udc_enabled, false) // no usage reports to the vendor
            // Netty otherwise listens on for ten seconds after the databases are safely closed.
            .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0);
        if (arguments.length > 2) {
            var policy = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
            builder.setConfig(policy.enabled, true)
                .setConfig(policy.base_directory, Path.of(arguments[2]).toAbsolutePath())
                .setConfig(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.OPTIONAL);
        }
        var server = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        System.out.println("READY");
        while (System.in.read() >= 0) { // the end of stdin means that whoever started this is gone
        }
        System.exit(0);
    }
}
