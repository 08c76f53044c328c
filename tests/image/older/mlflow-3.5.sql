SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.assessments (
    assessment_id character varying(50) NOT NULL,
    trace_id character varying(50) NOT NULL,
    name character varying(250) NOT NULL,
    assessment_type character varying(20) NOT NULL,
    value text NOT NULL,
    error text,
    created_timestamp bigint NOT NULL,
    last_updated_timestamp bigint NOT NULL,
    source_type character varying(50) NOT NULL,
    source_id character varying(250),
    run_id character varying(32),
    span_id character varying(50),
    rationale text,
    overrides character varying(50),
    valid boolean NOT NULL,
    assessment_metadata text
);
CREATE TABLE public.datasets (
    dataset_uuid character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    name character varying(500) NOT NULL,
    digest character varying(36) NOT NULL,
    dataset_source_type character varying(36) NOT NULL,
    dataset_source text NOT NULL,
    dataset_schema text,
    dataset_profile text
);
CREATE TABLE public.entity_associations (
    association_id character varying(36) NOT NULL,
    source_type character varying(36) NOT NULL,
    source_id character varying(36) NOT NULL,
    destination_type character varying(36) NOT NULL,
    destination_id character varying(36) NOT NULL,
    created_time bigint
);
CREATE TABLE public.evaluation_dataset_records (
    dataset_record_id character varying(36) NOT NULL,
    dataset_id character varying(36) NOT NULL,
    inputs json NOT NULL,
    expectations json,
    tags json,
    source json,
    source_id character varying(36),
    source_type character varying(255),
    created_time bigint,
    last_update_time bigint,
    created_by character varying(255),
    last_updated_by character varying(255),
    input_hash character varying(64) NOT NULL,
    outputs json
);
CREATE TABLE public.evaluation_dataset_tags (
    dataset_id character varying(36) NOT NULL,
    key character varying(255) NOT NULL,
    value character varying(5000)
);
CREATE TABLE public.evaluation_datasets (
    dataset_id character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    schema text,
    profile text,
    digest character varying(64),
    created_time bigint,
    last_update_time bigint,
    created_by character varying(255),
    last_updated_by character varying(255)
);
CREATE TABLE public.experiment_tags (
    key character varying(250) NOT NULL,
    value character varying(5000),
    experiment_id integer NOT NULL
);
CREATE TABLE public.experiments (
    experiment_id integer NOT NULL,
    name character varying(256) NOT NULL,
    artifact_location character varying(256),
    lifecycle_stage character varying(32),
    creation_time bigint,
    last_update_time bigint,
    CONSTRAINT experiments_lifecycle_stage CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[])))
);
CREATE SEQUENCE public.experiments_experiment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.experiments_experiment_id_seq OWNED BY public.experiments.experiment_id;
CREATE TABLE public.input_tags (
    input_uuid character varying(36) NOT NULL,
    name character varying(255) NOT NULL,
    value character varying(500) NOT NULL
);
CREATE TABLE public.inputs (
    input_uuid character varying(36) NOT NULL,
    source_type character varying(36) NOT NULL,
    source_id character varying(36) NOT NULL,
    destination_type character varying(36) NOT NULL,
    destination_id character varying(36) NOT NULL,
    step bigint DEFAULT '0'::bigint NOT NULL
);
CREATE TABLE public.jobs (
    id character varying(36) NOT NULL,
    creation_time bigint NOT NULL,
    function_fullname character varying(500) NOT NULL,
    params text NOT NULL,
    timeout double precision,
    status integer NOT NULL,
    result text,
    retry_count integer NOT NULL,
    last_update_time bigint NOT NULL
);
CREATE TABLE public.latest_metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint,
    step bigint NOT NULL,
    is_nan boolean NOT NULL,
    run_uuid character varying(32) NOT NULL
);
CREATE TABLE public.logged_model_metrics (
    model_id character varying(36) NOT NULL,
    metric_name character varying(500) NOT NULL,
    metric_timestamp_ms bigint NOT NULL,
    metric_step bigint NOT NULL,
    metric_value double precision,
    experiment_id integer NOT NULL,
    run_id character varying(32) NOT NULL,
    dataset_uuid character varying(36),
    dataset_name character varying(500),
    dataset_digest character varying(36)
);
CREATE TABLE public.logged_model_params (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    param_key character varying(255) NOT NULL,
    param_value text NOT NULL
);
CREATE TABLE public.logged_model_tags (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    tag_key character varying(255) NOT NULL,
    tag_value text NOT NULL
);
CREATE TABLE public.logged_models (
    model_id character varying(36) NOT NULL,
    experiment_id integer NOT NULL,
    name character varying(500) NOT NULL,
    artifact_location character varying(1000) NOT NULL,
    creation_timestamp_ms bigint NOT NULL,
    last_updated_timestamp_ms bigint NOT NULL,
    status integer NOT NULL,
    lifecycle_stage character varying(32),
    model_type character varying(500),
    source_run_id character varying(32),
    status_message character varying(1000),
    CONSTRAINT logged_models_lifecycle_stage_check CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[])))
);
CREATE TABLE public.metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint NOT NULL,
    run_uuid character varying(32) NOT NULL,
    step bigint DEFAULT '0'::bigint NOT NULL,
    is_nan boolean DEFAULT false NOT NULL
);
CREATE TABLE public.model_version_tags (
    key character varying(250) NOT NULL,
    value text,
    name character varying(256) NOT NULL,
    version integer NOT NULL
);
CREATE TABLE public.model_versions (
    name character varying(256) NOT NULL,
    version integer NOT NULL,
    creation_time bigint,
    last_updated_time bigint,
    description character varying(5000),
    user_id character varying(256),
    current_stage character varying(20),
    source character varying(500),
    run_id character varying(32),
    status character varying(20),
    status_message character varying(500),
    run_link character varying(500),
    storage_location character varying(500)
);
CREATE TABLE public.params (
    key character varying(250) NOT NULL,
    value character varying(8000) NOT NULL,
    run_uuid character varying(32) NOT NULL
);
CREATE TABLE public.registered_model_aliases (
    alias character varying(256) NOT NULL,
    version integer NOT NULL,
    name character varying(256) NOT NULL
);
CREATE TABLE public.registered_model_tags (
    key character varying(250) NOT NULL,
    value character varying(5000),
    name character varying(256) NOT NULL
);
CREATE TABLE public.registered_models (
    name character varying(256) NOT NULL,
    creation_time bigint,
    last_updated_time bigint,
    description character varying(5000)
);
CREATE TABLE public.runs (
    run_uuid character varying(32) NOT NULL,
    name character varying(250),
    source_type character varying(20),
    source_name character varying(500),
    entry_point_name character varying(50),
    user_id character varying(256),
    status character varying(9),
    start_time bigint,
    end_time bigint,
    source_version character varying(50),
    lifecycle_stage character varying(20),
    artifact_uri character varying(200),
    experiment_id integer,
    deleted_time bigint,
    CONSTRAINT runs_lifecycle_stage CHECK (((lifecycle_stage)::text = ANY ((ARRAY['active'::character varying, 'deleted'::character varying])::text[]))),
    CONSTRAINT runs_status_check CHECK (((status)::text = ANY ((ARRAY['SCHEDULED'::character varying, 'FAILED'::character varying, 'FINISHED'::character varying, 'RUNNING'::character varying, 'KILLED'::character varying])::text[]))),
    CONSTRAINT source_type CHECK (((source_type)::text = ANY ((ARRAY['NOTEBOOK'::character varying, 'JOB'::character varying, 'LOCAL'::character varying, 'UNKNOWN'::character varying, 'PROJECT'::character varying])::text[])))
);
CREATE TABLE public.scorer_versions (
    scorer_id character varying(36) NOT NULL,
    scorer_version integer NOT NULL,
    serialized_scorer text NOT NULL,
    creation_time bigint
);
CREATE TABLE public.scorers (
    experiment_id integer NOT NULL,
    scorer_name character varying(256) NOT NULL,
    scorer_id character varying(36) NOT NULL
);
CREATE TABLE public.spans (
    trace_id character varying(50) NOT NULL,
    experiment_id integer NOT NULL,
    span_id character varying(50) NOT NULL,
    parent_span_id character varying(50),
    name text,
    type character varying(500),
    status character varying(50) NOT NULL,
    start_time_unix_nano bigint NOT NULL,
    end_time_unix_nano bigint,
    duration_ns bigint GENERATED ALWAYS AS ((end_time_unix_nano - start_time_unix_nano)) STORED,
    content text NOT NULL
);
CREATE TABLE public.tags (
    key character varying(250) NOT NULL,
    value character varying(8000),
    run_uuid character varying(32) NOT NULL
);
CREATE TABLE public.trace_info (
    request_id character varying(50) NOT NULL,
    experiment_id integer NOT NULL,
    timestamp_ms bigint NOT NULL,
    execution_time_ms bigint,
    status character varying(50) NOT NULL,
    client_request_id character varying(50),
    request_preview character varying(1000),
    response_preview character varying(1000)
);
CREATE TABLE public.trace_request_metadata (
    key character varying(250) NOT NULL,
    value character varying(8000),
    request_id character varying(50) NOT NULL
);
CREATE TABLE public.trace_tags (
    key character varying(250) NOT NULL,
    value character varying(8000),
    request_id character varying(50) NOT NULL
);
CREATE TABLE public.webhook_events (
    webhook_id character varying(256) NOT NULL,
    entity character varying(50) NOT NULL,
    action character varying(50) NOT NULL
);
CREATE TABLE public.webhooks (
    webhook_id character varying(256) NOT NULL,
    name character varying(256) NOT NULL,
    description character varying(1000),
    url character varying(500) NOT NULL,
    status character varying(20) DEFAULT 'ACTIVE'::character varying NOT NULL,
    secret character varying(1000),
    creation_timestamp bigint,
    last_updated_timestamp bigint,
    deleted_timestamp bigint
);
ALTER TABLE ONLY public.experiments ALTER COLUMN experiment_id SET DEFAULT nextval('public.experiments_experiment_id_seq'::regclass);
COPY public.alembic_version (version_num) FROM stdin;
bf29a5ff90ea
\.
COPY public.assessments (assessment_id, trace_id, name, assessment_type, value, error, created_timestamp, last_updated_timestamp, source_type, source_id, run_id, span_id, rationale, overrides, valid, assessment_metadata) FROM stdin;
a-8978ae531a2a4eeda7c3be0c0c172c65	tr-3226651292388030f3228a7eb2fec5f8	right	feedback	true	\N	1795560546324	1795560546324	CODE	default	\N	\N	\N	\N	t	\N
a-61c7c462ff9c4590be86f551a84220c6	tr-519f858a84b2d1fdae220c8dbd643b41	right	feedback	true	\N	1795560546837	1795560546837	CODE	default	\N	\N	\N	\N	t	\N
a-e4ad3184b3024541aa31eaacf9dedd9c	tr-90e2fc0457f78f6ff20572f73588069d	right	feedback	true	\N	1795560548535	1795560548535	CODE	default	\N	\N	\N	\N	t	\N
\.
COPY public.datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile) FROM stdin;
b01cf873da8140cb9f15c6b2eee2c23e	1	churn	1f2e3d	code	{}	\N	\N
\.
COPY public.entity_associations (association_id, source_type, source_id, destination_type, destination_id, created_time) FROM stdin;
\.
COPY public.evaluation_dataset_records (dataset_record_id, dataset_id, inputs, expectations, tags, source, source_id, source_type, created_time, last_update_time, created_by, last_updated_by, input_hash, outputs) FROM stdin;
\.
COPY public.evaluation_dataset_tags (dataset_id, key, value) FROM stdin;
\.
COPY public.evaluation_datasets (dataset_id, name, schema, profile, digest, created_time, last_update_time, created_by, last_updated_by) FROM stdin;
\.
COPY public.experiment_tags (key, value, experiment_id) FROM stdin;
team	risk	1
\.
COPY public.experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time) FROM stdin;
0	Default	mlflow-artifacts:/0	active	1795560509436	1795560509436
1	churn	mlflow-artifacts:/1	active	1795560531839	1795560531839
2	traces	mlflow-artifacts:/2	active	1795560543292	1795560543292
3	given up	mlflow-artifacts:/3	deleted	1795560548674	1795560548817
\.
COPY public.input_tags (input_uuid, name, value) FROM stdin;
a629e4b3338b4448a4d125a1f535e213	mlflow.data.context	train
\.
COPY public.inputs (input_uuid, source_type, source_id, destination_type, destination_id, step) FROM stdin;
a629e4b3338b4448a4d125a1f535e213	DATASET	b01cf873da8140cb9f15c6b2eee2c23e	RUN	6d05b3bb607246f9b1d14160df498a55	0
\.
COPY public.jobs (id, creation_time, function_fullname, params, timeout, status, result, retry_count, last_update_time) FROM stdin;
\.
COPY public.latest_metrics (key, value, "timestamp", step, is_nan, run_uuid) FROM stdin;
loss	0.1	1700000000009	9	f	6d05b3bb607246f9b1d14160df498a55
accuracy	0	1700000000000	0	f	6d05b3bb607246f9b1d14160df498a55
diverged	1.7976931348623157e+308	1700000000000	-1	f	6d05b3bb607246f9b1d14160df498a55
loss	0.1	1700000001009	9	f	e2c583730e9a40138beca6882d7bcebb
accuracy	0.05	1700000001000	0	f	e2c583730e9a40138beca6882d7bcebb
diverged	0	1700000001000	-1	t	e2c583730e9a40138beca6882d7bcebb
loss	0.1	1700000002009	9	f	518ee5aafc804b1f89f465d26ec7c857
accuracy	0.1	1700000002000	0	f	518ee5aafc804b1f89f465d26ec7c857
diverged	1.7976931348623157e+308	1700000002000	-1	f	518ee5aafc804b1f89f465d26ec7c857
loss	0.1	1700000003009	9	f	c14ff9eb019e4c799991e425a7941bfc
accuracy	0.15	1700000003000	0	f	c14ff9eb019e4c799991e425a7941bfc
diverged	0	1700000003000	-1	t	c14ff9eb019e4c799991e425a7941bfc
loss	0.1	1700000004009	9	f	71385fa9a81e4af698e1dfcdfdce97d4
accuracy	0.2	1700000004000	0	f	71385fa9a81e4af698e1dfcdfdce97d4
diverged	1.7976931348623157e+308	1700000004000	-1	f	71385fa9a81e4af698e1dfcdfdce97d4
loss	0.1	1700000005009	9	f	9bda2edd80e24e409187b2901970400a
accuracy	0.25	1700000005000	0	f	9bda2edd80e24e409187b2901970400a
diverged	0	1700000005000	-1	t	9bda2edd80e24e409187b2901970400a
loss	0.1	1700000006009	9	f	105e661b842d40f8ba75e4352ecac8f0
accuracy	0.3	1700000006000	0	f	105e661b842d40f8ba75e4352ecac8f0
diverged	1.7976931348623157e+308	1700000006000	-1	f	105e661b842d40f8ba75e4352ecac8f0
loss	0.1	1700000007009	9	f	442eab797175428eabe4b0b7030651b1
accuracy	0.35	1700000007000	0	f	442eab797175428eabe4b0b7030651b1
diverged	0	1700000007000	-1	t	442eab797175428eabe4b0b7030651b1
loss	0.1	1700000008009	9	f	1bd24e02abb54361b4d35144af761433
accuracy	0.4	1700000008000	0	f	1bd24e02abb54361b4d35144af761433
diverged	1.7976931348623157e+308	1700000008000	-1	f	1bd24e02abb54361b4d35144af761433
loss	0.1	1700000009009	9	f	441df24728124bde86366a1942fc5d20
accuracy	0.45	1700000009000	0	f	441df24728124bde86366a1942fc5d20
diverged	0	1700000009000	-1	t	441df24728124bde86366a1942fc5d20
loss	0.1	1700000010009	9	f	d9fcf1c534fc4380b220ced0ccb47081
accuracy	0.5	1700000010000	0	f	d9fcf1c534fc4380b220ced0ccb47081
diverged	1.7976931348623157e+308	1700000010000	-1	f	d9fcf1c534fc4380b220ced0ccb47081
loss	0.1	1700000011009	9	f	b3d2090d964c439a81aa3393007788c5
accuracy	0.55	1700000011000	0	f	b3d2090d964c439a81aa3393007788c5
diverged	0	1700000011000	-1	t	b3d2090d964c439a81aa3393007788c5
loss	0.1	1700000012009	9	f	419a130559794cf2b14ed47c0203e3ed
accuracy	0.6	1700000012000	0	f	419a130559794cf2b14ed47c0203e3ed
diverged	1.7976931348623157e+308	1700000012000	-1	f	419a130559794cf2b14ed47c0203e3ed
loss	0.1	1700000013009	9	f	e303e70355834cdd93ecc2b395b0e979
accuracy	0.65	1700000013000	0	f	e303e70355834cdd93ecc2b395b0e979
diverged	0	1700000013000	-1	t	e303e70355834cdd93ecc2b395b0e979
loss	0.1	1700000014009	9	f	a3b9bd1d05274b25997125995bdf0731
accuracy	0.7	1700000014000	0	f	a3b9bd1d05274b25997125995bdf0731
diverged	1.7976931348623157e+308	1700000014000	-1	f	a3b9bd1d05274b25997125995bdf0731
loss	0.1	1700000015009	9	f	6bcbf7160aa94a489eaea58c5951f887
accuracy	0.75	1700000015000	0	f	6bcbf7160aa94a489eaea58c5951f887
diverged	0	1700000015000	-1	t	6bcbf7160aa94a489eaea58c5951f887
loss	0.1	1700000016009	9	f	134cc606cc4543078256be9c440d8dc2
accuracy	0.8	1700000016000	0	f	134cc606cc4543078256be9c440d8dc2
diverged	1.7976931348623157e+308	1700000016000	-1	f	134cc606cc4543078256be9c440d8dc2
loss	0.1	1700000017009	9	f	a5e62735df854d1c88d95438a0c3646d
accuracy	0.85	1700000017000	0	f	a5e62735df854d1c88d95438a0c3646d
diverged	0	1700000017000	-1	t	a5e62735df854d1c88d95438a0c3646d
loss	0.1	1700000018009	9	f	164938f0005b4624a7655def41df3eaa
accuracy	0.9	1700000018000	0	f	164938f0005b4624a7655def41df3eaa
diverged	1.7976931348623157e+308	1700000018000	-1	f	164938f0005b4624a7655def41df3eaa
loss	0.1	1700000019009	9	f	383c128251ee4e9d95c70218d8acc2c0
accuracy	0.95	1700000019000	0	f	383c128251ee4e9d95c70218d8acc2c0
diverged	0	1700000019000	-1	t	383c128251ee4e9d95c70218d8acc2c0
\.
COPY public.logged_model_metrics (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, experiment_id, run_id, dataset_uuid, dataset_name, dataset_digest) FROM stdin;
\.
COPY public.logged_model_params (model_id, experiment_id, param_key, param_value) FROM stdin;
m-ef6ddd7e612b400eaff92e0e07aa6356	1	depth	3
\.
COPY public.logged_model_tags (model_id, experiment_id, tag_key, tag_value) FROM stdin;
m-ef6ddd7e612b400eaff92e0e07aa6356	1	kind	tree
\.
COPY public.logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id, status_message) FROM stdin;
m-ef6ddd7e612b400eaff92e0e07aa6356	1	churn	mlflow-artifacts:/1/models/m-ef6ddd7e612b400eaff92e0e07aa6356/artifacts	1795560543062	1795560543062	1	active		6d05b3bb607246f9b1d14160df498a55	\N
\.
COPY public.metrics (key, value, "timestamp", run_uuid, step, is_nan) FROM stdin;
loss	1	1700000000000	6d05b3bb607246f9b1d14160df498a55	0	f
loss	0.5	1700000000001	6d05b3bb607246f9b1d14160df498a55	1	f
loss	0.3333333333333333	1700000000002	6d05b3bb607246f9b1d14160df498a55	2	f
loss	0.25	1700000000003	6d05b3bb607246f9b1d14160df498a55	3	f
loss	0.2	1700000000004	6d05b3bb607246f9b1d14160df498a55	4	f
loss	0.16666666666666666	1700000000005	6d05b3bb607246f9b1d14160df498a55	5	f
loss	0.14285714285714285	1700000000006	6d05b3bb607246f9b1d14160df498a55	6	f
loss	0.125	1700000000007	6d05b3bb607246f9b1d14160df498a55	7	f
loss	0.1111111111111111	1700000000008	6d05b3bb607246f9b1d14160df498a55	8	f
loss	0.1	1700000000009	6d05b3bb607246f9b1d14160df498a55	9	f
accuracy	0	1700000000000	6d05b3bb607246f9b1d14160df498a55	0	f
diverged	1.7976931348623157e+308	1700000000000	6d05b3bb607246f9b1d14160df498a55	-1	f
loss	1	1700000001000	e2c583730e9a40138beca6882d7bcebb	0	f
loss	0.5	1700000001001	e2c583730e9a40138beca6882d7bcebb	1	f
loss	0.3333333333333333	1700000001002	e2c583730e9a40138beca6882d7bcebb	2	f
loss	0.25	1700000001003	e2c583730e9a40138beca6882d7bcebb	3	f
loss	0.2	1700000001004	e2c583730e9a40138beca6882d7bcebb	4	f
loss	0.16666666666666666	1700000001005	e2c583730e9a40138beca6882d7bcebb	5	f
loss	0.14285714285714285	1700000001006	e2c583730e9a40138beca6882d7bcebb	6	f
loss	0.125	1700000001007	e2c583730e9a40138beca6882d7bcebb	7	f
loss	0.1111111111111111	1700000001008	e2c583730e9a40138beca6882d7bcebb	8	f
loss	0.1	1700000001009	e2c583730e9a40138beca6882d7bcebb	9	f
accuracy	0.05	1700000001000	e2c583730e9a40138beca6882d7bcebb	0	f
diverged	0	1700000001000	e2c583730e9a40138beca6882d7bcebb	-1	t
loss	1	1700000002000	518ee5aafc804b1f89f465d26ec7c857	0	f
loss	0.5	1700000002001	518ee5aafc804b1f89f465d26ec7c857	1	f
loss	0.3333333333333333	1700000002002	518ee5aafc804b1f89f465d26ec7c857	2	f
loss	0.25	1700000002003	518ee5aafc804b1f89f465d26ec7c857	3	f
loss	0.2	1700000002004	518ee5aafc804b1f89f465d26ec7c857	4	f
loss	0.16666666666666666	1700000002005	518ee5aafc804b1f89f465d26ec7c857	5	f
loss	0.14285714285714285	1700000002006	518ee5aafc804b1f89f465d26ec7c857	6	f
loss	0.125	1700000002007	518ee5aafc804b1f89f465d26ec7c857	7	f
loss	0.1111111111111111	1700000002008	518ee5aafc804b1f89f465d26ec7c857	8	f
loss	0.1	1700000002009	518ee5aafc804b1f89f465d26ec7c857	9	f
accuracy	0.1	1700000002000	518ee5aafc804b1f89f465d26ec7c857	0	f
diverged	1.7976931348623157e+308	1700000002000	518ee5aafc804b1f89f465d26ec7c857	-1	f
loss	1	1700000003000	c14ff9eb019e4c799991e425a7941bfc	0	f
loss	0.5	1700000003001	c14ff9eb019e4c799991e425a7941bfc	1	f
loss	0.3333333333333333	1700000003002	c14ff9eb019e4c799991e425a7941bfc	2	f
loss	0.25	1700000003003	c14ff9eb019e4c799991e425a7941bfc	3	f
loss	0.2	1700000003004	c14ff9eb019e4c799991e425a7941bfc	4	f
loss	0.16666666666666666	1700000003005	c14ff9eb019e4c799991e425a7941bfc	5	f
loss	0.14285714285714285	1700000003006	c14ff9eb019e4c799991e425a7941bfc	6	f
loss	0.125	1700000003007	c14ff9eb019e4c799991e425a7941bfc	7	f
loss	0.1111111111111111	1700000003008	c14ff9eb019e4c799991e425a7941bfc	8	f
loss	0.1	1700000003009	c14ff9eb019e4c799991e425a7941bfc	9	f
accuracy	0.15	1700000003000	c14ff9eb019e4c799991e425a7941bfc	0	f
diverged	0	1700000003000	c14ff9eb019e4c799991e425a7941bfc	-1	t
loss	1	1700000004000	71385fa9a81e4af698e1dfcdfdce97d4	0	f
loss	0.5	1700000004001	71385fa9a81e4af698e1dfcdfdce97d4	1	f
loss	0.3333333333333333	1700000004002	71385fa9a81e4af698e1dfcdfdce97d4	2	f
loss	0.25	1700000004003	71385fa9a81e4af698e1dfcdfdce97d4	3	f
loss	0.2	1700000004004	71385fa9a81e4af698e1dfcdfdce97d4	4	f
loss	0.16666666666666666	1700000004005	71385fa9a81e4af698e1dfcdfdce97d4	5	f
loss	0.14285714285714285	1700000004006	71385fa9a81e4af698e1dfcdfdce97d4	6	f
loss	0.125	1700000004007	71385fa9a81e4af698e1dfcdfdce97d4	7	f
loss	0.1111111111111111	1700000004008	71385fa9a81e4af698e1dfcdfdce97d4	8	f
loss	0.1	1700000004009	71385fa9a81e4af698e1dfcdfdce97d4	9	f
accuracy	0.2	1700000004000	71385fa9a81e4af698e1dfcdfdce97d4	0	f
diverged	1.7976931348623157e+308	1700000004000	71385fa9a81e4af698e1dfcdfdce97d4	-1	f
loss	1	1700000005000	9bda2edd80e24e409187b2901970400a	0	f
loss	0.5	1700000005001	9bda2edd80e24e409187b2901970400a	1	f
loss	0.3333333333333333	1700000005002	9bda2edd80e24e409187b2901970400a	2	f
loss	0.25	1700000005003	9bda2edd80e24e409187b2901970400a	3	f
loss	0.2	1700000005004	9bda2edd80e24e409187b2901970400a	4	f
loss	0.16666666666666666	1700000005005	9bda2edd80e24e409187b2901970400a	5	f
loss	0.14285714285714285	1700000005006	9bda2edd80e24e409187b2901970400a	6	f
loss	0.125	1700000005007	9bda2edd80e24e409187b2901970400a	7	f
loss	0.1111111111111111	1700000005008	9bda2edd80e24e409187b2901970400a	8	f
loss	0.1	1700000005009	9bda2edd80e24e409187b2901970400a	9	f
accuracy	0.25	1700000005000	9bda2edd80e24e409187b2901970400a	0	f
diverged	0	1700000005000	9bda2edd80e24e409187b2901970400a	-1	t
loss	1	1700000006000	105e661b842d40f8ba75e4352ecac8f0	0	f
loss	0.5	1700000006001	105e661b842d40f8ba75e4352ecac8f0	1	f
loss	0.3333333333333333	1700000006002	105e661b842d40f8ba75e4352ecac8f0	2	f
loss	0.25	1700000006003	105e661b842d40f8ba75e4352ecac8f0	3	f
loss	0.2	1700000006004	105e661b842d40f8ba75e4352ecac8f0	4	f
loss	0.16666666666666666	1700000006005	105e661b842d40f8ba75e4352ecac8f0	5	f
loss	0.14285714285714285	1700000006006	105e661b842d40f8ba75e4352ecac8f0	6	f
loss	0.125	1700000006007	105e661b842d40f8ba75e4352ecac8f0	7	f
loss	0.1111111111111111	1700000006008	105e661b842d40f8ba75e4352ecac8f0	8	f
loss	0.1	1700000006009	105e661b842d40f8ba75e4352ecac8f0	9	f
accuracy	0.3	1700000006000	105e661b842d40f8ba75e4352ecac8f0	0	f
diverged	1.7976931348623157e+308	1700000006000	105e661b842d40f8ba75e4352ecac8f0	-1	f
loss	1	1700000008000	1bd24e02abb54361b4d35144af761433	0	f
loss	0.5	1700000008001	1bd24e02abb54361b4d35144af761433	1	f
loss	0.3333333333333333	1700000008002	1bd24e02abb54361b4d35144af761433	2	f
loss	0.25	1700000008003	1bd24e02abb54361b4d35144af761433	3	f
loss	0.2	1700000008004	1bd24e02abb54361b4d35144af761433	4	f
loss	0.16666666666666666	1700000008005	1bd24e02abb54361b4d35144af761433	5	f
loss	0.14285714285714285	1700000008006	1bd24e02abb54361b4d35144af761433	6	f
loss	0.125	1700000008007	1bd24e02abb54361b4d35144af761433	7	f
loss	0.1111111111111111	1700000008008	1bd24e02abb54361b4d35144af761433	8	f
loss	0.1	1700000008009	1bd24e02abb54361b4d35144af761433	9	f
accuracy	0.4	1700000008000	1bd24e02abb54361b4d35144af761433	0	f
diverged	1.7976931348623157e+308	1700000008000	1bd24e02abb54361b4d35144af761433	-1	f
loss	1	1700000010000	d9fcf1c534fc4380b220ced0ccb47081	0	f
loss	0.5	1700000010001	d9fcf1c534fc4380b220ced0ccb47081	1	f
loss	0.3333333333333333	1700000010002	d9fcf1c534fc4380b220ced0ccb47081	2	f
loss	0.25	1700000010003	d9fcf1c534fc4380b220ced0ccb47081	3	f
loss	0.2	1700000010004	d9fcf1c534fc4380b220ced0ccb47081	4	f
loss	0.16666666666666666	1700000010005	d9fcf1c534fc4380b220ced0ccb47081	5	f
loss	0.14285714285714285	1700000010006	d9fcf1c534fc4380b220ced0ccb47081	6	f
loss	0.125	1700000010007	d9fcf1c534fc4380b220ced0ccb47081	7	f
loss	0.1111111111111111	1700000010008	d9fcf1c534fc4380b220ced0ccb47081	8	f
loss	0.1	1700000010009	d9fcf1c534fc4380b220ced0ccb47081	9	f
accuracy	0.5	1700000010000	d9fcf1c534fc4380b220ced0ccb47081	0	f
diverged	1.7976931348623157e+308	1700000010000	d9fcf1c534fc4380b220ced0ccb47081	-1	f
loss	1	1700000012000	419a130559794cf2b14ed47c0203e3ed	0	f
loss	0.5	1700000012001	419a130559794cf2b14ed47c0203e3ed	1	f
loss	0.3333333333333333	1700000012002	419a130559794cf2b14ed47c0203e3ed	2	f
loss	0.25	1700000012003	419a130559794cf2b14ed47c0203e3ed	3	f
loss	0.2	1700000012004	419a130559794cf2b14ed47c0203e3ed	4	f
loss	0.16666666666666666	1700000012005	419a130559794cf2b14ed47c0203e3ed	5	f
loss	0.14285714285714285	1700000012006	419a130559794cf2b14ed47c0203e3ed	6	f
loss	0.125	1700000012007	419a130559794cf2b14ed47c0203e3ed	7	f
loss	0.1111111111111111	1700000012008	419a130559794cf2b14ed47c0203e3ed	8	f
loss	0.1	1700000012009	419a130559794cf2b14ed47c0203e3ed	9	f
accuracy	0.6	1700000012000	419a130559794cf2b14ed47c0203e3ed	0	f
diverged	1.7976931348623157e+308	1700000012000	419a130559794cf2b14ed47c0203e3ed	-1	f
loss	1	1700000014000	a3b9bd1d05274b25997125995bdf0731	0	f
loss	0.5	1700000014001	a3b9bd1d05274b25997125995bdf0731	1	f
loss	0.3333333333333333	1700000014002	a3b9bd1d05274b25997125995bdf0731	2	f
loss	0.25	1700000014003	a3b9bd1d05274b25997125995bdf0731	3	f
loss	0.2	1700000014004	a3b9bd1d05274b25997125995bdf0731	4	f
loss	0.16666666666666666	1700000014005	a3b9bd1d05274b25997125995bdf0731	5	f
loss	0.14285714285714285	1700000014006	a3b9bd1d05274b25997125995bdf0731	6	f
loss	0.125	1700000014007	a3b9bd1d05274b25997125995bdf0731	7	f
loss	0.1111111111111111	1700000014008	a3b9bd1d05274b25997125995bdf0731	8	f
loss	0.1	1700000014009	a3b9bd1d05274b25997125995bdf0731	9	f
accuracy	0.7	1700000014000	a3b9bd1d05274b25997125995bdf0731	0	f
diverged	1.7976931348623157e+308	1700000014000	a3b9bd1d05274b25997125995bdf0731	-1	f
loss	1	1700000016000	134cc606cc4543078256be9c440d8dc2	0	f
loss	0.5	1700000016001	134cc606cc4543078256be9c440d8dc2	1	f
loss	0.3333333333333333	1700000016002	134cc606cc4543078256be9c440d8dc2	2	f
loss	0.25	1700000016003	134cc606cc4543078256be9c440d8dc2	3	f
loss	0.2	1700000016004	134cc606cc4543078256be9c440d8dc2	4	f
loss	0.16666666666666666	1700000016005	134cc606cc4543078256be9c440d8dc2	5	f
loss	0.14285714285714285	1700000016006	134cc606cc4543078256be9c440d8dc2	6	f
loss	0.125	1700000016007	134cc606cc4543078256be9c440d8dc2	7	f
loss	0.1111111111111111	1700000016008	134cc606cc4543078256be9c440d8dc2	8	f
loss	0.1	1700000016009	134cc606cc4543078256be9c440d8dc2	9	f
accuracy	0.8	1700000016000	134cc606cc4543078256be9c440d8dc2	0	f
diverged	1.7976931348623157e+308	1700000016000	134cc606cc4543078256be9c440d8dc2	-1	f
loss	1	1700000018000	164938f0005b4624a7655def41df3eaa	0	f
loss	0.5	1700000018001	164938f0005b4624a7655def41df3eaa	1	f
loss	0.3333333333333333	1700000018002	164938f0005b4624a7655def41df3eaa	2	f
loss	0.25	1700000018003	164938f0005b4624a7655def41df3eaa	3	f
loss	1	1700000007000	442eab797175428eabe4b0b7030651b1	0	f
loss	0.5	1700000007001	442eab797175428eabe4b0b7030651b1	1	f
loss	0.3333333333333333	1700000007002	442eab797175428eabe4b0b7030651b1	2	f
loss	0.25	1700000007003	442eab797175428eabe4b0b7030651b1	3	f
loss	0.2	1700000007004	442eab797175428eabe4b0b7030651b1	4	f
loss	0.16666666666666666	1700000007005	442eab797175428eabe4b0b7030651b1	5	f
loss	0.14285714285714285	1700000007006	442eab797175428eabe4b0b7030651b1	6	f
loss	0.125	1700000007007	442eab797175428eabe4b0b7030651b1	7	f
loss	0.1111111111111111	1700000007008	442eab797175428eabe4b0b7030651b1	8	f
loss	0.1	1700000007009	442eab797175428eabe4b0b7030651b1	9	f
accuracy	0.35	1700000007000	442eab797175428eabe4b0b7030651b1	0	f
diverged	0	1700000007000	442eab797175428eabe4b0b7030651b1	-1	t
loss	1	1700000009000	441df24728124bde86366a1942fc5d20	0	f
loss	0.5	1700000009001	441df24728124bde86366a1942fc5d20	1	f
loss	0.3333333333333333	1700000009002	441df24728124bde86366a1942fc5d20	2	f
loss	0.25	1700000009003	441df24728124bde86366a1942fc5d20	3	f
loss	0.2	1700000009004	441df24728124bde86366a1942fc5d20	4	f
loss	0.16666666666666666	1700000009005	441df24728124bde86366a1942fc5d20	5	f
loss	0.14285714285714285	1700000009006	441df24728124bde86366a1942fc5d20	6	f
loss	0.125	1700000009007	441df24728124bde86366a1942fc5d20	7	f
loss	0.1111111111111111	1700000009008	441df24728124bde86366a1942fc5d20	8	f
loss	0.1	1700000009009	441df24728124bde86366a1942fc5d20	9	f
accuracy	0.45	1700000009000	441df24728124bde86366a1942fc5d20	0	f
diverged	0	1700000009000	441df24728124bde86366a1942fc5d20	-1	t
loss	1	1700000011000	b3d2090d964c439a81aa3393007788c5	0	f
loss	0.5	1700000011001	b3d2090d964c439a81aa3393007788c5	1	f
loss	0.3333333333333333	1700000011002	b3d2090d964c439a81aa3393007788c5	2	f
loss	0.25	1700000011003	b3d2090d964c439a81aa3393007788c5	3	f
loss	0.2	1700000011004	b3d2090d964c439a81aa3393007788c5	4	f
loss	0.16666666666666666	1700000011005	b3d2090d964c439a81aa3393007788c5	5	f
loss	0.14285714285714285	1700000011006	b3d2090d964c439a81aa3393007788c5	6	f
loss	0.125	1700000011007	b3d2090d964c439a81aa3393007788c5	7	f
loss	0.1111111111111111	1700000011008	b3d2090d964c439a81aa3393007788c5	8	f
loss	0.1	1700000011009	b3d2090d964c439a81aa3393007788c5	9	f
accuracy	0.55	1700000011000	b3d2090d964c439a81aa3393007788c5	0	f
diverged	0	1700000011000	b3d2090d964c439a81aa3393007788c5	-1	t
loss	1	1700000013000	e303e70355834cdd93ecc2b395b0e979	0	f
loss	0.5	1700000013001	e303e70355834cdd93ecc2b395b0e979	1	f
loss	0.3333333333333333	1700000013002	e303e70355834cdd93ecc2b395b0e979	2	f
loss	0.25	1700000013003	e303e70355834cdd93ecc2b395b0e979	3	f
loss	0.2	1700000013004	e303e70355834cdd93ecc2b395b0e979	4	f
loss	0.16666666666666666	1700000013005	e303e70355834cdd93ecc2b395b0e979	5	f
loss	0.14285714285714285	1700000013006	e303e70355834cdd93ecc2b395b0e979	6	f
loss	0.125	1700000013007	e303e70355834cdd93ecc2b395b0e979	7	f
loss	0.1111111111111111	1700000013008	e303e70355834cdd93ecc2b395b0e979	8	f
loss	0.1	1700000013009	e303e70355834cdd93ecc2b395b0e979	9	f
accuracy	0.65	1700000013000	e303e70355834cdd93ecc2b395b0e979	0	f
diverged	0	1700000013000	e303e70355834cdd93ecc2b395b0e979	-1	t
loss	1	1700000015000	6bcbf7160aa94a489eaea58c5951f887	0	f
loss	0.5	1700000015001	6bcbf7160aa94a489eaea58c5951f887	1	f
loss	0.3333333333333333	1700000015002	6bcbf7160aa94a489eaea58c5951f887	2	f
loss	0.25	1700000015003	6bcbf7160aa94a489eaea58c5951f887	3	f
loss	0.2	1700000015004	6bcbf7160aa94a489eaea58c5951f887	4	f
loss	0.16666666666666666	1700000015005	6bcbf7160aa94a489eaea58c5951f887	5	f
loss	0.14285714285714285	1700000015006	6bcbf7160aa94a489eaea58c5951f887	6	f
loss	0.125	1700000015007	6bcbf7160aa94a489eaea58c5951f887	7	f
loss	0.1111111111111111	1700000015008	6bcbf7160aa94a489eaea58c5951f887	8	f
loss	0.1	1700000015009	6bcbf7160aa94a489eaea58c5951f887	9	f
accuracy	0.75	1700000015000	6bcbf7160aa94a489eaea58c5951f887	0	f
diverged	0	1700000015000	6bcbf7160aa94a489eaea58c5951f887	-1	t
loss	1	1700000017000	a5e62735df854d1c88d95438a0c3646d	0	f
loss	0.5	1700000017001	a5e62735df854d1c88d95438a0c3646d	1	f
loss	0.3333333333333333	1700000017002	a5e62735df854d1c88d95438a0c3646d	2	f
loss	0.25	1700000017003	a5e62735df854d1c88d95438a0c3646d	3	f
loss	0.2	1700000017004	a5e62735df854d1c88d95438a0c3646d	4	f
loss	0.16666666666666666	1700000017005	a5e62735df854d1c88d95438a0c3646d	5	f
loss	0.14285714285714285	1700000017006	a5e62735df854d1c88d95438a0c3646d	6	f
loss	0.125	1700000017007	a5e62735df854d1c88d95438a0c3646d	7	f
loss	0.1111111111111111	1700000017008	a5e62735df854d1c88d95438a0c3646d	8	f
loss	0.1	1700000017009	a5e62735df854d1c88d95438a0c3646d	9	f
accuracy	0.85	1700000017000	a5e62735df854d1c88d95438a0c3646d	0	f
diverged	0	1700000017000	a5e62735df854d1c88d95438a0c3646d	-1	t
loss	1	1700000019000	383c128251ee4e9d95c70218d8acc2c0	0	f
loss	0.5	1700000019001	383c128251ee4e9d95c70218d8acc2c0	1	f
loss	0.2	1700000018004	164938f0005b4624a7655def41df3eaa	4	f
loss	0.16666666666666666	1700000018005	164938f0005b4624a7655def41df3eaa	5	f
loss	0.14285714285714285	1700000018006	164938f0005b4624a7655def41df3eaa	6	f
loss	0.125	1700000018007	164938f0005b4624a7655def41df3eaa	7	f
loss	0.1111111111111111	1700000018008	164938f0005b4624a7655def41df3eaa	8	f
loss	0.1	1700000018009	164938f0005b4624a7655def41df3eaa	9	f
accuracy	0.9	1700000018000	164938f0005b4624a7655def41df3eaa	0	f
diverged	1.7976931348623157e+308	1700000018000	164938f0005b4624a7655def41df3eaa	-1	f
loss	0.3333333333333333	1700000019002	383c128251ee4e9d95c70218d8acc2c0	2	f
loss	0.25	1700000019003	383c128251ee4e9d95c70218d8acc2c0	3	f
loss	0.2	1700000019004	383c128251ee4e9d95c70218d8acc2c0	4	f
loss	0.16666666666666666	1700000019005	383c128251ee4e9d95c70218d8acc2c0	5	f
loss	0.14285714285714285	1700000019006	383c128251ee4e9d95c70218d8acc2c0	6	f
loss	0.125	1700000019007	383c128251ee4e9d95c70218d8acc2c0	7	f
loss	0.1111111111111111	1700000019008	383c128251ee4e9d95c70218d8acc2c0	8	f
loss	0.1	1700000019009	383c128251ee4e9d95c70218d8acc2c0	9	f
accuracy	0.95	1700000019000	383c128251ee4e9d95c70218d8acc2c0	0	f
diverged	0	1700000019000	383c128251ee4e9d95c70218d8acc2c0	-1	t
\.
COPY public.model_version_tags (key, value, name, version) FROM stdin;
checked	yes	churn	1
\.
COPY public.model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id, status, status_message, run_link, storage_location) FROM stdin;
churn	2	1795560542121	1795560542121		\N	None	runs:/e2c583730e9a40138beca6882d7bcebb/model	e2c583730e9a40138beca6882d7bcebb	READY	\N		runs:/e2c583730e9a40138beca6882d7bcebb/model
churn	1	1795560541978	1795560542900		\N	Production	runs:/6d05b3bb607246f9b1d14160df498a55/model	6d05b3bb607246f9b1d14160df498a55	READY	\N		runs:/6d05b3bb607246f9b1d14160df498a55/model
\.
COPY public.params (key, value, run_uuid) FROM stdin;
learning_rate	0.0	6d05b3bb607246f9b1d14160df498a55
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	6d05b3bb607246f9b1d14160df498a55
learning_rate	0.01	e2c583730e9a40138beca6882d7bcebb
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	e2c583730e9a40138beca6882d7bcebb
learning_rate	0.02	518ee5aafc804b1f89f465d26ec7c857
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	518ee5aafc804b1f89f465d26ec7c857
learning_rate	0.03	c14ff9eb019e4c799991e425a7941bfc
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	c14ff9eb019e4c799991e425a7941bfc
learning_rate	0.04	71385fa9a81e4af698e1dfcdfdce97d4
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	71385fa9a81e4af698e1dfcdfdce97d4
learning_rate	0.05	9bda2edd80e24e409187b2901970400a
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	9bda2edd80e24e409187b2901970400a
learning_rate	0.06	105e661b842d40f8ba75e4352ecac8f0
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	105e661b842d40f8ba75e4352ecac8f0
learning_rate	0.07	442eab797175428eabe4b0b7030651b1
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	442eab797175428eabe4b0b7030651b1
learning_rate	0.08	1bd24e02abb54361b4d35144af761433
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	1bd24e02abb54361b4d35144af761433
learning_rate	0.09	441df24728124bde86366a1942fc5d20
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	441df24728124bde86366a1942fc5d20
learning_rate	0.1	d9fcf1c534fc4380b220ced0ccb47081
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	d9fcf1c534fc4380b220ced0ccb47081
learning_rate	0.11	b3d2090d964c439a81aa3393007788c5
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	b3d2090d964c439a81aa3393007788c5
learning_rate	0.12	419a130559794cf2b14ed47c0203e3ed
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	419a130559794cf2b14ed47c0203e3ed
learning_rate	0.13	e303e70355834cdd93ecc2b395b0e979
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	e303e70355834cdd93ecc2b395b0e979
learning_rate	0.14	a3b9bd1d05274b25997125995bdf0731
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	a3b9bd1d05274b25997125995bdf0731
learning_rate	0.15	6bcbf7160aa94a489eaea58c5951f887
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	6bcbf7160aa94a489eaea58c5951f887
learning_rate	0.16	134cc606cc4543078256be9c440d8dc2
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	134cc606cc4543078256be9c440d8dc2
learning_rate	0.17	a5e62735df854d1c88d95438a0c3646d
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	a5e62735df854d1c88d95438a0c3646d
learning_rate	0.18	164938f0005b4624a7655def41df3eaa
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	164938f0005b4624a7655def41df3eaa
learning_rate	0.19	383c128251ee4e9d95c70218d8acc2c0
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	383c128251ee4e9d95c70218d8acc2c0
\.
COPY public.registered_model_aliases (alias, version, name) FROM stdin;
champion	2	churn
\.
COPY public.registered_model_tags (key, value, name) FROM stdin;
owner	risk	churn
\.
COPY public.registered_models (name, creation_time, last_updated_time, description) FROM stdin;
churn	1795560541797	1795560542900	Who leaves
\.
COPY public.runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time) FROM stdin;
6d05b3bb607246f9b1d14160df498a55	run 0	UNKNOWN			unknown	FINISHED	1700000000000	1700000001000		active	mlflow-artifacts:/1/6d05b3bb607246f9b1d14160df498a55/artifacts	1	\N
e2c583730e9a40138beca6882d7bcebb	run 1	UNKNOWN			unknown	FINISHED	1700000001000	1700000002000		active	mlflow-artifacts:/1/e2c583730e9a40138beca6882d7bcebb/artifacts	1	\N
518ee5aafc804b1f89f465d26ec7c857	run 2	UNKNOWN			unknown	FINISHED	1700000002000	1700000003000		active	mlflow-artifacts:/1/518ee5aafc804b1f89f465d26ec7c857/artifacts	1	\N
c14ff9eb019e4c799991e425a7941bfc	run 3	UNKNOWN			unknown	FINISHED	1700000003000	1700000004000		active	mlflow-artifacts:/1/c14ff9eb019e4c799991e425a7941bfc/artifacts	1	\N
71385fa9a81e4af698e1dfcdfdce97d4	run 4	UNKNOWN			unknown	FINISHED	1700000004000	1700000005000		active	mlflow-artifacts:/1/71385fa9a81e4af698e1dfcdfdce97d4/artifacts	1	\N
9bda2edd80e24e409187b2901970400a	run 5	UNKNOWN			unknown	FINISHED	1700000005000	1700000006000		active	mlflow-artifacts:/1/9bda2edd80e24e409187b2901970400a/artifacts	1	\N
105e661b842d40f8ba75e4352ecac8f0	run 6	UNKNOWN			unknown	FINISHED	1700000006000	1700000007000		active	mlflow-artifacts:/1/105e661b842d40f8ba75e4352ecac8f0/artifacts	1	\N
442eab797175428eabe4b0b7030651b1	run 7	UNKNOWN			unknown	FINISHED	1700000007000	1700000008000		active	mlflow-artifacts:/1/442eab797175428eabe4b0b7030651b1/artifacts	1	\N
1bd24e02abb54361b4d35144af761433	run 8	UNKNOWN			unknown	FINISHED	1700000008000	1700000009000		active	mlflow-artifacts:/1/1bd24e02abb54361b4d35144af761433/artifacts	1	\N
441df24728124bde86366a1942fc5d20	run 9	UNKNOWN			unknown	FINISHED	1700000009000	1700000010000		active	mlflow-artifacts:/1/441df24728124bde86366a1942fc5d20/artifacts	1	\N
d9fcf1c534fc4380b220ced0ccb47081	run 10	UNKNOWN			unknown	FINISHED	1700000010000	1700000011000		active	mlflow-artifacts:/1/d9fcf1c534fc4380b220ced0ccb47081/artifacts	1	\N
b3d2090d964c439a81aa3393007788c5	run 11	UNKNOWN			unknown	FINISHED	1700000011000	1700000012000		active	mlflow-artifacts:/1/b3d2090d964c439a81aa3393007788c5/artifacts	1	\N
419a130559794cf2b14ed47c0203e3ed	run 12	UNKNOWN			unknown	FINISHED	1700000012000	1700000013000		active	mlflow-artifacts:/1/419a130559794cf2b14ed47c0203e3ed/artifacts	1	\N
e303e70355834cdd93ecc2b395b0e979	run 13	UNKNOWN			unknown	FINISHED	1700000013000	1700000014000		active	mlflow-artifacts:/1/e303e70355834cdd93ecc2b395b0e979/artifacts	1	\N
a3b9bd1d05274b25997125995bdf0731	run 14	UNKNOWN			unknown	FINISHED	1700000014000	1700000015000		active	mlflow-artifacts:/1/a3b9bd1d05274b25997125995bdf0731/artifacts	1	\N
6bcbf7160aa94a489eaea58c5951f887	run 15	UNKNOWN			unknown	FINISHED	1700000015000	1700000016000		active	mlflow-artifacts:/1/6bcbf7160aa94a489eaea58c5951f887/artifacts	1	\N
134cc606cc4543078256be9c440d8dc2	run 16	UNKNOWN			unknown	FINISHED	1700000016000	1700000017000		active	mlflow-artifacts:/1/134cc606cc4543078256be9c440d8dc2/artifacts	1	\N
a5e62735df854d1c88d95438a0c3646d	run 17	UNKNOWN			unknown	FINISHED	1700000017000	1700000018000		active	mlflow-artifacts:/1/a5e62735df854d1c88d95438a0c3646d/artifacts	1	\N
164938f0005b4624a7655def41df3eaa	run 18	UNKNOWN			unknown	FAILED	1700000018000	1700000019000		active	mlflow-artifacts:/1/164938f0005b4624a7655def41df3eaa/artifacts	1	\N
383c128251ee4e9d95c70218d8acc2c0	run 19	UNKNOWN			unknown	FINISHED	1700000019000	1700000020000		deleted	mlflow-artifacts:/1/383c128251ee4e9d95c70218d8acc2c0/artifacts	1	1795560541281
\.
COPY public.scorer_versions (scorer_id, scorer_version, serialized_scorer, creation_time) FROM stdin;
\.
COPY public.scorers (experiment_id, scorer_name, scorer_id) FROM stdin;
\.
COPY public.spans (trace_id, experiment_id, span_id, parent_span_id, name, type, status, start_time_unix_nano, end_time_unix_nano, content) FROM stdin;
tr-3226651292388030f3228a7eb2fec5f8	2	c8d92687d1250331	\N	predict	UNKNOWN	OK	1795560545232207434	1795560545710826380	{"trace_id": "MiZlEpI4gDDzIop+sv7F+A==", "span_id": "yNkmh9ElAzE=", "parent_span_id": null, "name": "predict", "start_time_unix_nano": 1795560545232207434, "end_time_unix_nano": 1795560545710826380, "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""}, "attributes": {"mlflow.traceRequestId": "tr-3226651292388030f3228a7eb2fec5f8", "mlflow.spanType": "UNKNOWN", "mlflow.spanInputs": {"question": 0}, "mlflow.spanOutputs": {"answer": 0}}}
tr-519f858a84b2d1fdae220c8dbd643b41	2	af5896b59654aa94	\N	predict	UNKNOWN	OK	1795560546402887283	1795560546403221830	{"trace_id": "UZ+FioSy0f2uIgyNvWQ7QQ==", "span_id": "r1iWtZZUqpQ=", "parent_span_id": null, "name": "predict", "start_time_unix_nano": 1795560546402887283, "end_time_unix_nano": 1795560546403221830, "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""}, "attributes": {"mlflow.traceRequestId": "tr-519f858a84b2d1fdae220c8dbd643b41", "mlflow.spanType": "UNKNOWN", "mlflow.spanInputs": {"question": 1}, "mlflow.spanOutputs": {"answer": 2}}}
tr-90e2fc0457f78f6ff20572f73588069d	2	44ef99c7d477e114	\N	predict	UNKNOWN	OK	1795560546889182182	1795560546889486044	{"trace_id": "kOL8BFf3j2/yBXL3NYgGnQ==", "span_id": "RO+Zx9R34RQ=", "parent_span_id": null, "name": "predict", "start_time_unix_nano": 1795560546889182182, "end_time_unix_nano": 1795560546889486044, "events": [], "status": {"code": "STATUS_CODE_OK", "message": ""}, "attributes": {"mlflow.traceRequestId": "tr-90e2fc0457f78f6ff20572f73588069d", "mlflow.spanType": "UNKNOWN", "mlflow.spanInputs": {"question": 2}, "mlflow.spanOutputs": {"answer": 4}}}
\.
COPY public.tags (key, value, run_uuid) FROM stdin;
mlflow.runName	run 0	6d05b3bb607246f9b1d14160df498a55
mlflow.user	ada	6d05b3bb607246f9b1d14160df498a55
mlflow.note.content	tab\there, 漢字 \\	6d05b3bb607246f9b1d14160df498a55
mlflow.runName	run 1	e2c583730e9a40138beca6882d7bcebb
mlflow.user	ada	e2c583730e9a40138beca6882d7bcebb
mlflow.note.content	tab\there, 漢字 \\	e2c583730e9a40138beca6882d7bcebb
mlflow.runName	run 2	518ee5aafc804b1f89f465d26ec7c857
mlflow.user	ada	518ee5aafc804b1f89f465d26ec7c857
mlflow.note.content	tab\there, 漢字 \\	518ee5aafc804b1f89f465d26ec7c857
mlflow.runName	run 3	c14ff9eb019e4c799991e425a7941bfc
mlflow.user	ada	c14ff9eb019e4c799991e425a7941bfc
mlflow.note.content	tab\there, 漢字 \\	c14ff9eb019e4c799991e425a7941bfc
mlflow.runName	run 4	71385fa9a81e4af698e1dfcdfdce97d4
mlflow.user	ada	71385fa9a81e4af698e1dfcdfdce97d4
mlflow.note.content	tab\there, 漢字 \\	71385fa9a81e4af698e1dfcdfdce97d4
mlflow.runName	run 5	9bda2edd80e24e409187b2901970400a
mlflow.user	ada	9bda2edd80e24e409187b2901970400a
mlflow.note.content	tab\there, 漢字 \\	9bda2edd80e24e409187b2901970400a
mlflow.runName	run 6	105e661b842d40f8ba75e4352ecac8f0
mlflow.user	ada	105e661b842d40f8ba75e4352ecac8f0
mlflow.note.content	tab\there, 漢字 \\	105e661b842d40f8ba75e4352ecac8f0
mlflow.runName	run 7	442eab797175428eabe4b0b7030651b1
mlflow.user	ada	442eab797175428eabe4b0b7030651b1
mlflow.note.content	tab\there, 漢字 \\	442eab797175428eabe4b0b7030651b1
mlflow.runName	run 8	1bd24e02abb54361b4d35144af761433
mlflow.user	ada	1bd24e02abb54361b4d35144af761433
mlflow.note.content	tab\there, 漢字 \\	1bd24e02abb54361b4d35144af761433
mlflow.runName	run 9	441df24728124bde86366a1942fc5d20
mlflow.user	ada	441df24728124bde86366a1942fc5d20
mlflow.note.content	tab\there, 漢字 \\	441df24728124bde86366a1942fc5d20
mlflow.runName	run 10	d9fcf1c534fc4380b220ced0ccb47081
mlflow.user	ada	d9fcf1c534fc4380b220ced0ccb47081
mlflow.note.content	tab\there, 漢字 \\	d9fcf1c534fc4380b220ced0ccb47081
mlflow.runName	run 11	b3d2090d964c439a81aa3393007788c5
mlflow.user	ada	b3d2090d964c439a81aa3393007788c5
mlflow.note.content	tab\there, 漢字 \\	b3d2090d964c439a81aa3393007788c5
mlflow.runName	run 12	419a130559794cf2b14ed47c0203e3ed
mlflow.user	ada	419a130559794cf2b14ed47c0203e3ed
mlflow.note.content	tab\there, 漢字 \\	419a130559794cf2b14ed47c0203e3ed
mlflow.runName	run 13	e303e70355834cdd93ecc2b395b0e979
mlflow.user	ada	e303e70355834cdd93ecc2b395b0e979
mlflow.note.content	tab\there, 漢字 \\	e303e70355834cdd93ecc2b395b0e979
mlflow.runName	run 14	a3b9bd1d05274b25997125995bdf0731
mlflow.user	ada	a3b9bd1d05274b25997125995bdf0731
mlflow.note.content	tab\there, 漢字 \\	a3b9bd1d05274b25997125995bdf0731
mlflow.runName	run 15	6bcbf7160aa94a489eaea58c5951f887
mlflow.user	ada	6bcbf7160aa94a489eaea58c5951f887
mlflow.note.content	tab\there, 漢字 \\	6bcbf7160aa94a489eaea58c5951f887
mlflow.runName	run 16	134cc606cc4543078256be9c440d8dc2
mlflow.user	ada	134cc606cc4543078256be9c440d8dc2
mlflow.note.content	tab\there, 漢字 \\	134cc606cc4543078256be9c440d8dc2
mlflow.runName	run 17	a5e62735df854d1c88d95438a0c3646d
mlflow.user	ada	a5e62735df854d1c88d95438a0c3646d
mlflow.note.content	tab\there, 漢字 \\	a5e62735df854d1c88d95438a0c3646d
mlflow.runName	run 18	164938f0005b4624a7655def41df3eaa
mlflow.user	ada	164938f0005b4624a7655def41df3eaa
mlflow.note.content	tab\there, 漢字 \\	164938f0005b4624a7655def41df3eaa
mlflow.runName	run 19	383c128251ee4e9d95c70218d8acc2c0
mlflow.user	ada	383c128251ee4e9d95c70218d8acc2c0
mlflow.note.content	tab\there, 漢字 \\	383c128251ee4e9d95c70218d8acc2c0
\.
COPY public.trace_info (request_id, experiment_id, timestamp_ms, execution_time_ms, status, client_request_id, request_preview, response_preview) FROM stdin;
tr-3226651292388030f3228a7eb2fec5f8	2	1795560545232	478	OK	\N	{"question": 0}	{"answer": 0}
tr-519f858a84b2d1fdae220c8dbd643b41	2	1795560546402	0	OK	\N	{"question": 1}	{"answer": 2}
tr-90e2fc0457f78f6ff20572f73588069d	2	1795560546889	0	OK	\N	{"question": 2}	{"answer": 4}
\.
COPY public.trace_request_metadata (key, value, request_id) FROM stdin;
mlflow.source.type	LOCAL	tr-3226651292388030f3228a7eb2fec5f8
mlflow.source.name	log.py	tr-3226651292388030f3228a7eb2fec5f8
mlflow.trace_schema.version	3	tr-3226651292388030f3228a7eb2fec5f8
mlflow.trace.sizeBytes	1176	tr-3226651292388030f3228a7eb2fec5f8
mlflow.source.git.branch		tr-3226651292388030f3228a7eb2fec5f8
mlflow.source.git.commit		tr-3226651292388030f3228a7eb2fec5f8
mlflow.traceInputs	{"question": 0}	tr-3226651292388030f3228a7eb2fec5f8
mlflow.trace.sizeStats	{"total_size_bytes": 1176, "num_spans": 1, "max": 466, "p25": 466, "p50": 466, "p75": 466}	tr-3226651292388030f3228a7eb2fec5f8
mlflow.user	ada	tr-3226651292388030f3228a7eb2fec5f8
mlflow.source.git.repoURL		tr-3226651292388030f3228a7eb2fec5f8
mlflow.traceOutputs	{"answer": 0}	tr-3226651292388030f3228a7eb2fec5f8
mlflow.source.type	LOCAL	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.source.name	log.py	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.trace_schema.version	3	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.trace.sizeBytes	1174	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.source.git.branch		tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.source.git.commit		tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.traceInputs	{"question": 1}	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.trace.sizeStats	{"total_size_bytes": 1174, "num_spans": 1, "max": 466, "p25": 466, "p50": 466, "p75": 466}	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.user	ada	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.source.git.repoURL		tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.traceOutputs	{"answer": 2}	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.source.type	LOCAL	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.source.name	log.py	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.trace_schema.version	3	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.trace.sizeBytes	1174	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.source.git.branch		tr-90e2fc0457f78f6ff20572f73588069d
mlflow.source.git.commit		tr-90e2fc0457f78f6ff20572f73588069d
mlflow.traceInputs	{"question": 2}	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.trace.sizeStats	{"total_size_bytes": 1174, "num_spans": 1, "max": 466, "p25": 466, "p50": 466, "p75": 466}	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.user	ada	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.source.git.repoURL		tr-90e2fc0457f78f6ff20572f73588069d
mlflow.traceOutputs	{"answer": 4}	tr-90e2fc0457f78f6ff20572f73588069d
\.
COPY public.trace_tags (key, value, request_id) FROM stdin;
mlflow.artifactLocation	mlflow-artifacts:/2/traces/tr-3226651292388030f3228a7eb2fec5f8/artifacts	tr-3226651292388030f3228a7eb2fec5f8
mlflow.traceName	predict	tr-3226651292388030f3228a7eb2fec5f8
mlflow.artifactLocation	mlflow-artifacts:/2/traces/tr-519f858a84b2d1fdae220c8dbd643b41/artifacts	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.traceName	predict	tr-519f858a84b2d1fdae220c8dbd643b41
mlflow.artifactLocation	mlflow-artifacts:/2/traces/tr-90e2fc0457f78f6ff20572f73588069d/artifacts	tr-90e2fc0457f78f6ff20572f73588069d
mlflow.traceName	predict	tr-90e2fc0457f78f6ff20572f73588069d
\.
COPY public.webhook_events (webhook_id, entity, action) FROM stdin;
\.
COPY public.webhooks (webhook_id, name, description, url, status, secret, creation_timestamp, last_updated_timestamp, deleted_timestamp) FROM stdin;
\.
SELECT pg_catalog.setval('public.experiments_experiment_id_seq', 3, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_pk PRIMARY KEY (assessment_id);
ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest);
ALTER TABLE ONLY public.entity_associations
    ADD CONSTRAINT entity_associations_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id);
ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT evaluation_dataset_records_pk PRIMARY KEY (dataset_record_id);
ALTER TABLE ONLY public.evaluation_dataset_tags
    ADD CONSTRAINT evaluation_dataset_tags_pk PRIMARY KEY (dataset_id, key);
ALTER TABLE ONLY public.evaluation_datasets
    ADD CONSTRAINT evaluation_datasets_pk PRIMARY KEY (dataset_id);
ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiment_pk PRIMARY KEY (experiment_id);
ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tag_pk PRIMARY KEY (key, experiment_id);
ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_name_key UNIQUE (name);
ALTER TABLE ONLY public.input_tags
    ADD CONSTRAINT input_tags_pk PRIMARY KEY (input_uuid, name);
ALTER TABLE ONLY public.inputs
    ADD CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pk PRIMARY KEY (id);
ALTER TABLE ONLY public.latest_metrics
    ADD CONSTRAINT latest_metric_pk PRIMARY KEY (key, run_uuid);
ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT logged_model_metrics_pk PRIMARY KEY (model_id, metric_name, metric_timestamp_ms, metric_step, run_id);
ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT logged_model_params_pk PRIMARY KEY (model_id, param_key);
ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT logged_model_tags_pk PRIMARY KEY (model_id, tag_key);
ALTER TABLE ONLY public.logged_models
    ADD CONSTRAINT logged_models_pk PRIMARY KEY (model_id);
ALTER TABLE ONLY public.metrics
    ADD CONSTRAINT metric_pk PRIMARY KEY (key, "timestamp", step, run_uuid, value, is_nan);
ALTER TABLE ONLY public.model_versions
    ADD CONSTRAINT model_version_pk PRIMARY KEY (name, version);
ALTER TABLE ONLY public.model_version_tags
    ADD CONSTRAINT model_version_tag_pk PRIMARY KEY (key, name, version);
ALTER TABLE ONLY public.params
    ADD CONSTRAINT param_pk PRIMARY KEY (key, run_uuid);
ALTER TABLE ONLY public.registered_model_aliases
    ADD CONSTRAINT registered_model_alias_pk PRIMARY KEY (name, alias);
ALTER TABLE ONLY public.registered_models
    ADD CONSTRAINT registered_model_pk PRIMARY KEY (name);
ALTER TABLE ONLY public.registered_model_tags
    ADD CONSTRAINT registered_model_tag_pk PRIMARY KEY (key, name);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT run_pk PRIMARY KEY (run_uuid);
ALTER TABLE ONLY public.scorers
    ADD CONSTRAINT scorer_pk PRIMARY KEY (scorer_id);
ALTER TABLE ONLY public.scorer_versions
    ADD CONSTRAINT scorer_version_pk PRIMARY KEY (scorer_id, scorer_version);
ALTER TABLE ONLY public.spans
    ADD CONSTRAINT spans_pk PRIMARY KEY (trace_id, span_id);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tag_pk PRIMARY KEY (key, run_uuid);
ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT trace_info_pk PRIMARY KEY (request_id);
ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT trace_request_metadata_pk PRIMARY KEY (key, request_id);
ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT trace_tag_pk PRIMARY KEY (key, request_id);
ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT unique_dataset_input UNIQUE (dataset_id, input_hash);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_event_pk PRIMARY KEY (webhook_id, entity, action);
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhook_pk PRIMARY KEY (webhook_id);
CREATE INDEX idx_webhook_events_action ON public.webhook_events USING btree (action);
CREATE INDEX idx_webhook_events_entity ON public.webhook_events USING btree (entity);
CREATE INDEX idx_webhook_events_entity_action ON public.webhook_events USING btree (entity, action);
CREATE INDEX idx_webhooks_name ON public.webhooks USING btree (name);
CREATE INDEX idx_webhooks_status ON public.webhooks USING btree (status);
CREATE INDEX index_assessments_assessment_type ON public.assessments USING btree (assessment_type);
CREATE INDEX index_assessments_last_updated_timestamp ON public.assessments USING btree (last_updated_timestamp);
CREATE INDEX index_assessments_run_id_created_timestamp ON public.assessments USING btree (run_id, created_timestamp);
CREATE INDEX index_assessments_trace_id_created_timestamp ON public.assessments USING btree (trace_id, created_timestamp);
CREATE INDEX index_datasets_dataset_uuid ON public.datasets USING btree (dataset_uuid);
CREATE INDEX index_datasets_experiment_id_dataset_source_type ON public.datasets USING btree (experiment_id, dataset_source_type);
CREATE INDEX index_entity_associations_association_id ON public.entity_associations USING btree (association_id);
CREATE INDEX index_entity_associations_reverse_lookup ON public.entity_associations USING btree (destination_type, destination_id, source_type, source_id);
CREATE INDEX index_evaluation_dataset_records_dataset_id ON public.evaluation_dataset_records USING btree (dataset_id);
CREATE INDEX index_evaluation_dataset_tags_dataset_id ON public.evaluation_dataset_tags USING btree (dataset_id);
CREATE INDEX index_evaluation_datasets_created_time ON public.evaluation_datasets USING btree (created_time);
CREATE INDEX index_evaluation_datasets_name ON public.evaluation_datasets USING btree (name);
CREATE INDEX index_inputs_destination_type_destination_id_source_type ON public.inputs USING btree (destination_type, destination_id, source_type);
CREATE INDEX index_inputs_input_uuid ON public.inputs USING btree (input_uuid);
CREATE INDEX index_jobs_function_status_creation_time ON public.jobs USING btree (function_fullname, status, creation_time);
CREATE INDEX index_latest_metrics_run_uuid ON public.latest_metrics USING btree (run_uuid);
CREATE INDEX index_logged_model_metrics_model_id ON public.logged_model_metrics USING btree (model_id);
CREATE INDEX index_metrics_run_uuid ON public.metrics USING btree (run_uuid);
CREATE INDEX index_params_run_uuid ON public.params USING btree (run_uuid);
CREATE INDEX index_scorer_versions_scorer_id ON public.scorer_versions USING btree (scorer_id);
CREATE UNIQUE INDEX index_scorers_experiment_id_scorer_name ON public.scorers USING btree (experiment_id, scorer_name);
CREATE INDEX index_spans_experiment_id ON public.spans USING btree (experiment_id);
CREATE INDEX index_spans_experiment_id_duration ON public.spans USING btree (experiment_id, duration_ns);
CREATE INDEX index_spans_experiment_id_status_type ON public.spans USING btree (experiment_id, status, type);
CREATE INDEX index_spans_experiment_id_type_status ON public.spans USING btree (experiment_id, type, status);
CREATE INDEX index_tags_run_uuid ON public.tags USING btree (run_uuid);
CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON public.trace_info USING btree (experiment_id, timestamp_ms);
CREATE INDEX index_trace_request_metadata_request_id ON public.trace_request_metadata USING btree (request_id);
CREATE INDEX index_trace_tags_request_id ON public.trace_tags USING btree (request_id);
ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tags_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT fk_assessments_trace_id FOREIGN KEY (trace_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation_dataset_records
    ADD CONSTRAINT fk_evaluation_dataset_records_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.evaluation_datasets(dataset_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation_dataset_tags
    ADD CONSTRAINT fk_evaluation_dataset_tags_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.evaluation_datasets(dataset_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.logged_model_metrics
    ADD CONSTRAINT fk_logged_model_metrics_run_id FOREIGN KEY (run_id) REFERENCES public.runs(run_uuid) ON DELETE CASCADE;
ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT fk_logged_model_params_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.logged_model_params
    ADD CONSTRAINT fk_logged_model_params_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT fk_logged_model_tags_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.logged_model_tags
    ADD CONSTRAINT fk_logged_model_tags_model_id FOREIGN KEY (model_id) REFERENCES public.logged_models(model_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.logged_models
    ADD CONSTRAINT fk_logged_models_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scorer_versions
    ADD CONSTRAINT fk_scorer_versions_scorer_id FOREIGN KEY (scorer_id) REFERENCES public.scorers(scorer_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scorers
    ADD CONSTRAINT fk_scorers_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.spans
    ADD CONSTRAINT fk_spans_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.spans
    ADD CONSTRAINT fk_spans_trace_id FOREIGN KEY (trace_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT fk_trace_info_experiment_id FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT fk_trace_request_metadata_request_id FOREIGN KEY (request_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT fk_trace_tags_request_id FOREIGN KEY (request_id) REFERENCES public.trace_info(request_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.latest_metrics
    ADD CONSTRAINT latest_metrics_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);
ALTER TABLE ONLY public.metrics
    ADD CONSTRAINT metrics_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);
ALTER TABLE ONLY public.model_version_tags
    ADD CONSTRAINT model_version_tags_name_version_fkey FOREIGN KEY (name, version) REFERENCES public.model_versions(name, version) ON UPDATE CASCADE;
ALTER TABLE ONLY public.model_versions
    ADD CONSTRAINT model_versions_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE;
ALTER TABLE ONLY public.params
    ADD CONSTRAINT params_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);
ALTER TABLE ONLY public.registered_model_aliases
    ADD CONSTRAINT registered_model_alias_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.registered_model_tags
    ADD CONSTRAINT registered_model_tags_name_fkey FOREIGN KEY (name) REFERENCES public.registered_models(name) ON UPDATE CASCADE;
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_run_uuid_fkey FOREIGN KEY (run_uuid) REFERENCES public.runs(run_uuid);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(webhook_id) ON DELETE CASCADE;
