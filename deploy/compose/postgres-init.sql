-- Runs once, when the data volume is new. The services' role owns its database and is no superuser.
CREATE ROLE observatory LOGIN CREATEDB;
CREATE DATABASE observatory OWNER observatory;
