-- Runs once, when the data volume is new. The services' role owns its database and is no superuser.
CREATE ROLE observatory LOGIN CREATEDB;
CREATE DATABASE observatory OWNER observatory;
-- What reads on behalf of a tenant are made as. A database that was made before this line needs the two by hand, as a superuser; the migration says so.
CREATE ROLE observatory_tenant NOLOGIN NOINHERIT;
GRANT observatory_tenant TO observatory;
