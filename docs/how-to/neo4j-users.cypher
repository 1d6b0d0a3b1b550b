// Users on any Neo4j, Community too. In cypher-shell, on the database system, after
//   :param password => 'a first password, which has to be changed'
CREATE USER analyst_07 IF NOT EXISTS SET PLAINTEXT PASSWORD $password CHANGE REQUIRED;
SHOW USERS;
