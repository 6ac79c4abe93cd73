-- An application as it is before: projects of customers, and their tasks. Nothing here knows of tenants.

CREATE TABLE projects (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT projects_pk PRIMARY KEY,
  customer text NOT NULL,
  slug text NOT NULL CONSTRAINT projects_slug_unique UNIQUE,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tasks (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT tasks_pk PRIMARY KEY,
  project_id bigint NOT NULL CONSTRAINT tasks_project_fk REFERENCES projects (id) ON DELETE CASCADE,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX tasks_of_project ON tasks (project_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON projects, tasks TO sallyport_app;
