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
    destination_id character varying(36) NOT NULL
);
CREATE TABLE public.latest_metrics (
    key character varying(250) NOT NULL,
    value double precision NOT NULL,
    "timestamp" bigint,
    step bigint NOT NULL,
    is_nan boolean NOT NULL,
    run_uuid character varying(32) NOT NULL
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
    value character varying(5000),
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
    status character varying(50) NOT NULL
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
ALTER TABLE ONLY public.experiments ALTER COLUMN experiment_id SET DEFAULT nextval('public.experiments_experiment_id_seq'::regclass);
COPY public.alembic_version (version_num) FROM stdin;
0584bdc529eb
\.
COPY public.datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile) FROM stdin;
e16b5affff94495e9774085d1bf97e71	1	churn	1f2e3d	code	{}	\N	\N
\.
COPY public.experiment_tags (key, value, experiment_id) FROM stdin;
team	risk	1
\.
COPY public.experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time) FROM stdin;
0	Default	mlflow-artifacts:/0	active	1795560404986	1795560404986
1	churn	mlflow-artifacts:/1	active	1795560424521	1795560424521
2	traces	mlflow-artifacts:/2	active	1795560428983	1795560428983
3	given up	mlflow-artifacts:/3	deleted	1795560430042	1795560430077
\.
COPY public.input_tags (input_uuid, name, value) FROM stdin;
3b406cf01506422ebfaf77c4b57300d8	mlflow.data.context	train
\.
COPY public.inputs (input_uuid, source_type, source_id, destination_type, destination_id) FROM stdin;
3b406cf01506422ebfaf77c4b57300d8	DATASET	e16b5affff94495e9774085d1bf97e71	RUN	d15385ff57394665b44f3355b720b753
\.
COPY public.latest_metrics (key, value, "timestamp", step, is_nan, run_uuid) FROM stdin;
loss	0.1	1700000000009	9	f	d15385ff57394665b44f3355b720b753
accuracy	0	1700000000000	0	f	d15385ff57394665b44f3355b720b753
diverged	1.7976931348623157e+308	1700000000000	-1	f	d15385ff57394665b44f3355b720b753
loss	0.1	1700000001009	9	f	82a6fc2a7ce14315b529107df3487234
accuracy	0.05	1700000001000	0	f	82a6fc2a7ce14315b529107df3487234
diverged	0	1700000001000	-1	t	82a6fc2a7ce14315b529107df3487234
loss	0.1	1700000002009	9	f	b92feb142f9a4c2f9d535b0794f3b1bc
accuracy	0.1	1700000002000	0	f	b92feb142f9a4c2f9d535b0794f3b1bc
diverged	1.7976931348623157e+308	1700000002000	-1	f	b92feb142f9a4c2f9d535b0794f3b1bc
loss	0.1	1700000003009	9	f	b8584821a0ca4c3fa1fd78e89cbbafff
accuracy	0.15	1700000003000	0	f	b8584821a0ca4c3fa1fd78e89cbbafff
diverged	0	1700000003000	-1	t	b8584821a0ca4c3fa1fd78e89cbbafff
loss	0.1	1700000004009	9	f	22274992e6a943df9c57b6b424e90ba7
accuracy	0.2	1700000004000	0	f	22274992e6a943df9c57b6b424e90ba7
diverged	1.7976931348623157e+308	1700000004000	-1	f	22274992e6a943df9c57b6b424e90ba7
loss	0.1	1700000005009	9	f	61b0e7a650874c9d8ea38f8d93e29d88
accuracy	0.25	1700000005000	0	f	61b0e7a650874c9d8ea38f8d93e29d88
diverged	0	1700000005000	-1	t	61b0e7a650874c9d8ea38f8d93e29d88
loss	0.1	1700000006009	9	f	45853608428343bdbad2dc41a0e6b521
accuracy	0.3	1700000006000	0	f	45853608428343bdbad2dc41a0e6b521
diverged	1.7976931348623157e+308	1700000006000	-1	f	45853608428343bdbad2dc41a0e6b521
loss	0.1	1700000007009	9	f	82600a6839e6400daa150aff540c7cc7
accuracy	0.35	1700000007000	0	f	82600a6839e6400daa150aff540c7cc7
diverged	0	1700000007000	-1	t	82600a6839e6400daa150aff540c7cc7
loss	0.1	1700000008009	9	f	f9fab3bee13647dd9ef2b66b890fc712
accuracy	0.4	1700000008000	0	f	f9fab3bee13647dd9ef2b66b890fc712
diverged	1.7976931348623157e+308	1700000008000	-1	f	f9fab3bee13647dd9ef2b66b890fc712
loss	0.1	1700000009009	9	f	1a812c8ae5c341afa2dfc2055bfea49c
accuracy	0.45	1700000009000	0	f	1a812c8ae5c341afa2dfc2055bfea49c
diverged	0	1700000009000	-1	t	1a812c8ae5c341afa2dfc2055bfea49c
loss	0.1	1700000010009	9	f	ca7b458c62ac4abfb54fa7c11ff6bad9
accuracy	0.5	1700000010000	0	f	ca7b458c62ac4abfb54fa7c11ff6bad9
diverged	1.7976931348623157e+308	1700000010000	-1	f	ca7b458c62ac4abfb54fa7c11ff6bad9
loss	0.1	1700000011009	9	f	7c536f6dbaf54cb994a977c11b13376a
accuracy	0.55	1700000011000	0	f	7c536f6dbaf54cb994a977c11b13376a
diverged	0	1700000011000	-1	t	7c536f6dbaf54cb994a977c11b13376a
loss	0.1	1700000012009	9	f	246fa7d5539248099da14d785bad7ac9
accuracy	0.6	1700000012000	0	f	246fa7d5539248099da14d785bad7ac9
diverged	1.7976931348623157e+308	1700000012000	-1	f	246fa7d5539248099da14d785bad7ac9
loss	0.1	1700000013009	9	f	00227302d00e417d994fb54d182b5100
accuracy	0.65	1700000013000	0	f	00227302d00e417d994fb54d182b5100
diverged	0	1700000013000	-1	t	00227302d00e417d994fb54d182b5100
loss	0.1	1700000014009	9	f	d30824c1e17249c9ae355acf75ae6c9a
accuracy	0.7	1700000014000	0	f	d30824c1e17249c9ae355acf75ae6c9a
diverged	1.7976931348623157e+308	1700000014000	-1	f	d30824c1e17249c9ae355acf75ae6c9a
loss	0.1	1700000015009	9	f	8f803ceb231e427eb23182bf534efd76
accuracy	0.75	1700000015000	0	f	8f803ceb231e427eb23182bf534efd76
diverged	0	1700000015000	-1	t	8f803ceb231e427eb23182bf534efd76
loss	0.1	1700000016009	9	f	889c5acc0400403ea6f226fa44d89d06
accuracy	0.8	1700000016000	0	f	889c5acc0400403ea6f226fa44d89d06
diverged	1.7976931348623157e+308	1700000016000	-1	f	889c5acc0400403ea6f226fa44d89d06
loss	0.1	1700000017009	9	f	ec37a4876fc24b459bceb6f6f4466e43
accuracy	0.85	1700000017000	0	f	ec37a4876fc24b459bceb6f6f4466e43
diverged	0	1700000017000	-1	t	ec37a4876fc24b459bceb6f6f4466e43
loss	0.1	1700000018009	9	f	9bf1b5ecff334b72ab556135a0ed0d1a
accuracy	0.9	1700000018000	0	f	9bf1b5ecff334b72ab556135a0ed0d1a
diverged	1.7976931348623157e+308	1700000018000	-1	f	9bf1b5ecff334b72ab556135a0ed0d1a
loss	0.1	1700000019009	9	f	a286da81df1f46eb88795df8108133e2
accuracy	0.95	1700000019000	0	f	a286da81df1f46eb88795df8108133e2
diverged	0	1700000019000	-1	t	a286da81df1f46eb88795df8108133e2
\.
COPY public.metrics (key, value, "timestamp", run_uuid, step, is_nan) FROM stdin;
loss	1	1700000000000	d15385ff57394665b44f3355b720b753	0	f
loss	0.5	1700000000001	d15385ff57394665b44f3355b720b753	1	f
loss	0.3333333333333333	1700000000002	d15385ff57394665b44f3355b720b753	2	f
loss	0.25	1700000000003	d15385ff57394665b44f3355b720b753	3	f
loss	0.2	1700000000004	d15385ff57394665b44f3355b720b753	4	f
loss	0.16666666666666666	1700000000005	d15385ff57394665b44f3355b720b753	5	f
loss	0.14285714285714285	1700000000006	d15385ff57394665b44f3355b720b753	6	f
loss	0.125	1700000000007	d15385ff57394665b44f3355b720b753	7	f
loss	0.1111111111111111	1700000000008	d15385ff57394665b44f3355b720b753	8	f
loss	0.1	1700000000009	d15385ff57394665b44f3355b720b753	9	f
accuracy	0	1700000000000	d15385ff57394665b44f3355b720b753	0	f
diverged	1.7976931348623157e+308	1700000000000	d15385ff57394665b44f3355b720b753	-1	f
loss	1	1700000001000	82a6fc2a7ce14315b529107df3487234	0	f
loss	0.5	1700000001001	82a6fc2a7ce14315b529107df3487234	1	f
loss	0.3333333333333333	1700000001002	82a6fc2a7ce14315b529107df3487234	2	f
loss	0.25	1700000001003	82a6fc2a7ce14315b529107df3487234	3	f
loss	0.2	1700000001004	82a6fc2a7ce14315b529107df3487234	4	f
loss	0.16666666666666666	1700000001005	82a6fc2a7ce14315b529107df3487234	5	f
loss	0.14285714285714285	1700000001006	82a6fc2a7ce14315b529107df3487234	6	f
loss	0.125	1700000001007	82a6fc2a7ce14315b529107df3487234	7	f
loss	0.1111111111111111	1700000001008	82a6fc2a7ce14315b529107df3487234	8	f
loss	0.1	1700000001009	82a6fc2a7ce14315b529107df3487234	9	f
accuracy	0.05	1700000001000	82a6fc2a7ce14315b529107df3487234	0	f
diverged	0	1700000001000	82a6fc2a7ce14315b529107df3487234	-1	t
loss	1	1700000002000	b92feb142f9a4c2f9d535b0794f3b1bc	0	f
loss	0.5	1700000002001	b92feb142f9a4c2f9d535b0794f3b1bc	1	f
loss	0.3333333333333333	1700000002002	b92feb142f9a4c2f9d535b0794f3b1bc	2	f
loss	0.25	1700000002003	b92feb142f9a4c2f9d535b0794f3b1bc	3	f
loss	0.2	1700000002004	b92feb142f9a4c2f9d535b0794f3b1bc	4	f
loss	0.16666666666666666	1700000002005	b92feb142f9a4c2f9d535b0794f3b1bc	5	f
loss	0.14285714285714285	1700000002006	b92feb142f9a4c2f9d535b0794f3b1bc	6	f
loss	0.125	1700000002007	b92feb142f9a4c2f9d535b0794f3b1bc	7	f
loss	0.1111111111111111	1700000002008	b92feb142f9a4c2f9d535b0794f3b1bc	8	f
loss	0.1	1700000002009	b92feb142f9a4c2f9d535b0794f3b1bc	9	f
accuracy	0.1	1700000002000	b92feb142f9a4c2f9d535b0794f3b1bc	0	f
diverged	1.7976931348623157e+308	1700000002000	b92feb142f9a4c2f9d535b0794f3b1bc	-1	f
loss	1	1700000003000	b8584821a0ca4c3fa1fd78e89cbbafff	0	f
loss	0.5	1700000003001	b8584821a0ca4c3fa1fd78e89cbbafff	1	f
loss	0.3333333333333333	1700000003002	b8584821a0ca4c3fa1fd78e89cbbafff	2	f
loss	0.25	1700000003003	b8584821a0ca4c3fa1fd78e89cbbafff	3	f
loss	0.2	1700000003004	b8584821a0ca4c3fa1fd78e89cbbafff	4	f
loss	0.16666666666666666	1700000003005	b8584821a0ca4c3fa1fd78e89cbbafff	5	f
loss	0.14285714285714285	1700000003006	b8584821a0ca4c3fa1fd78e89cbbafff	6	f
loss	0.125	1700000003007	b8584821a0ca4c3fa1fd78e89cbbafff	7	f
loss	0.1111111111111111	1700000003008	b8584821a0ca4c3fa1fd78e89cbbafff	8	f
loss	0.1	1700000003009	b8584821a0ca4c3fa1fd78e89cbbafff	9	f
accuracy	0.15	1700000003000	b8584821a0ca4c3fa1fd78e89cbbafff	0	f
diverged	0	1700000003000	b8584821a0ca4c3fa1fd78e89cbbafff	-1	t
loss	1	1700000004000	22274992e6a943df9c57b6b424e90ba7	0	f
loss	0.5	1700000004001	22274992e6a943df9c57b6b424e90ba7	1	f
loss	0.3333333333333333	1700000004002	22274992e6a943df9c57b6b424e90ba7	2	f
loss	0.25	1700000004003	22274992e6a943df9c57b6b424e90ba7	3	f
loss	0.2	1700000004004	22274992e6a943df9c57b6b424e90ba7	4	f
loss	0.16666666666666666	1700000004005	22274992e6a943df9c57b6b424e90ba7	5	f
loss	0.14285714285714285	1700000004006	22274992e6a943df9c57b6b424e90ba7	6	f
loss	0.125	1700000004007	22274992e6a943df9c57b6b424e90ba7	7	f
loss	0.1111111111111111	1700000004008	22274992e6a943df9c57b6b424e90ba7	8	f
loss	0.1	1700000004009	22274992e6a943df9c57b6b424e90ba7	9	f
accuracy	0.2	1700000004000	22274992e6a943df9c57b6b424e90ba7	0	f
diverged	1.7976931348623157e+308	1700000004000	22274992e6a943df9c57b6b424e90ba7	-1	f
loss	1	1700000005000	61b0e7a650874c9d8ea38f8d93e29d88	0	f
loss	0.5	1700000005001	61b0e7a650874c9d8ea38f8d93e29d88	1	f
loss	0.3333333333333333	1700000005002	61b0e7a650874c9d8ea38f8d93e29d88	2	f
loss	0.25	1700000005003	61b0e7a650874c9d8ea38f8d93e29d88	3	f
loss	0.2	1700000005004	61b0e7a650874c9d8ea38f8d93e29d88	4	f
loss	0.16666666666666666	1700000005005	61b0e7a650874c9d8ea38f8d93e29d88	5	f
loss	0.14285714285714285	1700000005006	61b0e7a650874c9d8ea38f8d93e29d88	6	f
loss	0.125	1700000005007	61b0e7a650874c9d8ea38f8d93e29d88	7	f
loss	0.1111111111111111	1700000005008	61b0e7a650874c9d8ea38f8d93e29d88	8	f
loss	0.1	1700000005009	61b0e7a650874c9d8ea38f8d93e29d88	9	f
accuracy	0.25	1700000005000	61b0e7a650874c9d8ea38f8d93e29d88	0	f
diverged	0	1700000005000	61b0e7a650874c9d8ea38f8d93e29d88	-1	t
loss	1	1700000006000	45853608428343bdbad2dc41a0e6b521	0	f
loss	0.5	1700000006001	45853608428343bdbad2dc41a0e6b521	1	f
loss	0.3333333333333333	1700000006002	45853608428343bdbad2dc41a0e6b521	2	f
loss	0.25	1700000006003	45853608428343bdbad2dc41a0e6b521	3	f
loss	0.2	1700000006004	45853608428343bdbad2dc41a0e6b521	4	f
loss	0.16666666666666666	1700000006005	45853608428343bdbad2dc41a0e6b521	5	f
loss	0.14285714285714285	1700000006006	45853608428343bdbad2dc41a0e6b521	6	f
loss	0.125	1700000006007	45853608428343bdbad2dc41a0e6b521	7	f
loss	0.1111111111111111	1700000006008	45853608428343bdbad2dc41a0e6b521	8	f
loss	0.1	1700000006009	45853608428343bdbad2dc41a0e6b521	9	f
accuracy	0.3	1700000006000	45853608428343bdbad2dc41a0e6b521	0	f
diverged	1.7976931348623157e+308	1700000006000	45853608428343bdbad2dc41a0e6b521	-1	f
loss	1	1700000008000	f9fab3bee13647dd9ef2b66b890fc712	0	f
loss	0.5	1700000008001	f9fab3bee13647dd9ef2b66b890fc712	1	f
loss	0.3333333333333333	1700000008002	f9fab3bee13647dd9ef2b66b890fc712	2	f
loss	0.25	1700000008003	f9fab3bee13647dd9ef2b66b890fc712	3	f
loss	0.2	1700000008004	f9fab3bee13647dd9ef2b66b890fc712	4	f
loss	0.16666666666666666	1700000008005	f9fab3bee13647dd9ef2b66b890fc712	5	f
loss	0.14285714285714285	1700000008006	f9fab3bee13647dd9ef2b66b890fc712	6	f
loss	0.125	1700000008007	f9fab3bee13647dd9ef2b66b890fc712	7	f
loss	0.1111111111111111	1700000008008	f9fab3bee13647dd9ef2b66b890fc712	8	f
loss	0.1	1700000008009	f9fab3bee13647dd9ef2b66b890fc712	9	f
accuracy	0.4	1700000008000	f9fab3bee13647dd9ef2b66b890fc712	0	f
diverged	1.7976931348623157e+308	1700000008000	f9fab3bee13647dd9ef2b66b890fc712	-1	f
loss	1	1700000010000	ca7b458c62ac4abfb54fa7c11ff6bad9	0	f
loss	0.5	1700000010001	ca7b458c62ac4abfb54fa7c11ff6bad9	1	f
loss	0.3333333333333333	1700000010002	ca7b458c62ac4abfb54fa7c11ff6bad9	2	f
loss	0.25	1700000010003	ca7b458c62ac4abfb54fa7c11ff6bad9	3	f
loss	0.2	1700000010004	ca7b458c62ac4abfb54fa7c11ff6bad9	4	f
loss	0.16666666666666666	1700000010005	ca7b458c62ac4abfb54fa7c11ff6bad9	5	f
loss	0.14285714285714285	1700000010006	ca7b458c62ac4abfb54fa7c11ff6bad9	6	f
loss	0.125	1700000010007	ca7b458c62ac4abfb54fa7c11ff6bad9	7	f
loss	0.1111111111111111	1700000010008	ca7b458c62ac4abfb54fa7c11ff6bad9	8	f
loss	0.1	1700000010009	ca7b458c62ac4abfb54fa7c11ff6bad9	9	f
accuracy	0.5	1700000010000	ca7b458c62ac4abfb54fa7c11ff6bad9	0	f
diverged	1.7976931348623157e+308	1700000010000	ca7b458c62ac4abfb54fa7c11ff6bad9	-1	f
loss	1	1700000012000	246fa7d5539248099da14d785bad7ac9	0	f
loss	0.5	1700000012001	246fa7d5539248099da14d785bad7ac9	1	f
loss	0.3333333333333333	1700000012002	246fa7d5539248099da14d785bad7ac9	2	f
loss	0.25	1700000012003	246fa7d5539248099da14d785bad7ac9	3	f
loss	0.2	1700000012004	246fa7d5539248099da14d785bad7ac9	4	f
loss	0.16666666666666666	1700000012005	246fa7d5539248099da14d785bad7ac9	5	f
loss	0.14285714285714285	1700000012006	246fa7d5539248099da14d785bad7ac9	6	f
loss	0.125	1700000012007	246fa7d5539248099da14d785bad7ac9	7	f
loss	0.1111111111111111	1700000012008	246fa7d5539248099da14d785bad7ac9	8	f
loss	0.1	1700000012009	246fa7d5539248099da14d785bad7ac9	9	f
accuracy	0.6	1700000012000	246fa7d5539248099da14d785bad7ac9	0	f
diverged	1.7976931348623157e+308	1700000012000	246fa7d5539248099da14d785bad7ac9	-1	f
loss	1	1700000014000	d30824c1e17249c9ae355acf75ae6c9a	0	f
loss	0.5	1700000014001	d30824c1e17249c9ae355acf75ae6c9a	1	f
loss	0.3333333333333333	1700000014002	d30824c1e17249c9ae355acf75ae6c9a	2	f
loss	0.25	1700000014003	d30824c1e17249c9ae355acf75ae6c9a	3	f
loss	0.2	1700000014004	d30824c1e17249c9ae355acf75ae6c9a	4	f
loss	0.16666666666666666	1700000014005	d30824c1e17249c9ae355acf75ae6c9a	5	f
loss	0.14285714285714285	1700000014006	d30824c1e17249c9ae355acf75ae6c9a	6	f
loss	0.125	1700000014007	d30824c1e17249c9ae355acf75ae6c9a	7	f
loss	0.1111111111111111	1700000014008	d30824c1e17249c9ae355acf75ae6c9a	8	f
loss	0.1	1700000014009	d30824c1e17249c9ae355acf75ae6c9a	9	f
accuracy	0.7	1700000014000	d30824c1e17249c9ae355acf75ae6c9a	0	f
diverged	1.7976931348623157e+308	1700000014000	d30824c1e17249c9ae355acf75ae6c9a	-1	f
loss	1	1700000016000	889c5acc0400403ea6f226fa44d89d06	0	f
loss	0.5	1700000016001	889c5acc0400403ea6f226fa44d89d06	1	f
loss	0.3333333333333333	1700000016002	889c5acc0400403ea6f226fa44d89d06	2	f
loss	0.25	1700000016003	889c5acc0400403ea6f226fa44d89d06	3	f
loss	0.2	1700000016004	889c5acc0400403ea6f226fa44d89d06	4	f
loss	0.16666666666666666	1700000016005	889c5acc0400403ea6f226fa44d89d06	5	f
loss	0.14285714285714285	1700000016006	889c5acc0400403ea6f226fa44d89d06	6	f
loss	0.125	1700000016007	889c5acc0400403ea6f226fa44d89d06	7	f
loss	0.1111111111111111	1700000016008	889c5acc0400403ea6f226fa44d89d06	8	f
loss	0.1	1700000016009	889c5acc0400403ea6f226fa44d89d06	9	f
accuracy	0.8	1700000016000	889c5acc0400403ea6f226fa44d89d06	0	f
diverged	1.7976931348623157e+308	1700000016000	889c5acc0400403ea6f226fa44d89d06	-1	f
loss	1	1700000018000	9bf1b5ecff334b72ab556135a0ed0d1a	0	f
loss	0.5	1700000018001	9bf1b5ecff334b72ab556135a0ed0d1a	1	f
loss	0.3333333333333333	1700000018002	9bf1b5ecff334b72ab556135a0ed0d1a	2	f
loss	0.25	1700000018003	9bf1b5ecff334b72ab556135a0ed0d1a	3	f
loss	1	1700000007000	82600a6839e6400daa150aff540c7cc7	0	f
loss	0.5	1700000007001	82600a6839e6400daa150aff540c7cc7	1	f
loss	0.3333333333333333	1700000007002	82600a6839e6400daa150aff540c7cc7	2	f
loss	0.25	1700000007003	82600a6839e6400daa150aff540c7cc7	3	f
loss	0.2	1700000007004	82600a6839e6400daa150aff540c7cc7	4	f
loss	0.16666666666666666	1700000007005	82600a6839e6400daa150aff540c7cc7	5	f
loss	0.14285714285714285	1700000007006	82600a6839e6400daa150aff540c7cc7	6	f
loss	0.125	1700000007007	82600a6839e6400daa150aff540c7cc7	7	f
loss	0.1111111111111111	1700000007008	82600a6839e6400daa150aff540c7cc7	8	f
loss	0.1	1700000007009	82600a6839e6400daa150aff540c7cc7	9	f
accuracy	0.35	1700000007000	82600a6839e6400daa150aff540c7cc7	0	f
diverged	0	1700000007000	82600a6839e6400daa150aff540c7cc7	-1	t
loss	1	1700000009000	1a812c8ae5c341afa2dfc2055bfea49c	0	f
loss	0.5	1700000009001	1a812c8ae5c341afa2dfc2055bfea49c	1	f
loss	0.3333333333333333	1700000009002	1a812c8ae5c341afa2dfc2055bfea49c	2	f
loss	0.25	1700000009003	1a812c8ae5c341afa2dfc2055bfea49c	3	f
loss	0.2	1700000009004	1a812c8ae5c341afa2dfc2055bfea49c	4	f
loss	0.16666666666666666	1700000009005	1a812c8ae5c341afa2dfc2055bfea49c	5	f
loss	0.14285714285714285	1700000009006	1a812c8ae5c341afa2dfc2055bfea49c	6	f
loss	0.125	1700000009007	1a812c8ae5c341afa2dfc2055bfea49c	7	f
loss	0.1111111111111111	1700000009008	1a812c8ae5c341afa2dfc2055bfea49c	8	f
loss	0.1	1700000009009	1a812c8ae5c341afa2dfc2055bfea49c	9	f
accuracy	0.45	1700000009000	1a812c8ae5c341afa2dfc2055bfea49c	0	f
diverged	0	1700000009000	1a812c8ae5c341afa2dfc2055bfea49c	-1	t
loss	1	1700000011000	7c536f6dbaf54cb994a977c11b13376a	0	f
loss	0.5	1700000011001	7c536f6dbaf54cb994a977c11b13376a	1	f
loss	0.3333333333333333	1700000011002	7c536f6dbaf54cb994a977c11b13376a	2	f
loss	0.25	1700000011003	7c536f6dbaf54cb994a977c11b13376a	3	f
loss	0.2	1700000011004	7c536f6dbaf54cb994a977c11b13376a	4	f
loss	0.16666666666666666	1700000011005	7c536f6dbaf54cb994a977c11b13376a	5	f
loss	0.14285714285714285	1700000011006	7c536f6dbaf54cb994a977c11b13376a	6	f
loss	0.125	1700000011007	7c536f6dbaf54cb994a977c11b13376a	7	f
loss	0.1111111111111111	1700000011008	7c536f6dbaf54cb994a977c11b13376a	8	f
loss	0.1	1700000011009	7c536f6dbaf54cb994a977c11b13376a	9	f
accuracy	0.55	1700000011000	7c536f6dbaf54cb994a977c11b13376a	0	f
diverged	0	1700000011000	7c536f6dbaf54cb994a977c11b13376a	-1	t
loss	1	1700000013000	00227302d00e417d994fb54d182b5100	0	f
loss	0.5	1700000013001	00227302d00e417d994fb54d182b5100	1	f
loss	0.3333333333333333	1700000013002	00227302d00e417d994fb54d182b5100	2	f
loss	0.25	1700000013003	00227302d00e417d994fb54d182b5100	3	f
loss	0.2	1700000013004	00227302d00e417d994fb54d182b5100	4	f
loss	0.16666666666666666	1700000013005	00227302d00e417d994fb54d182b5100	5	f
loss	0.14285714285714285	1700000013006	00227302d00e417d994fb54d182b5100	6	f
loss	0.125	1700000013007	00227302d00e417d994fb54d182b5100	7	f
loss	0.1111111111111111	1700000013008	00227302d00e417d994fb54d182b5100	8	f
loss	0.1	1700000013009	00227302d00e417d994fb54d182b5100	9	f
accuracy	0.65	1700000013000	00227302d00e417d994fb54d182b5100	0	f
diverged	0	1700000013000	00227302d00e417d994fb54d182b5100	-1	t
loss	1	1700000015000	8f803ceb231e427eb23182bf534efd76	0	f
loss	0.5	1700000015001	8f803ceb231e427eb23182bf534efd76	1	f
loss	0.3333333333333333	1700000015002	8f803ceb231e427eb23182bf534efd76	2	f
loss	0.25	1700000015003	8f803ceb231e427eb23182bf534efd76	3	f
loss	0.2	1700000015004	8f803ceb231e427eb23182bf534efd76	4	f
loss	0.16666666666666666	1700000015005	8f803ceb231e427eb23182bf534efd76	5	f
loss	0.14285714285714285	1700000015006	8f803ceb231e427eb23182bf534efd76	6	f
loss	0.125	1700000015007	8f803ceb231e427eb23182bf534efd76	7	f
loss	0.1111111111111111	1700000015008	8f803ceb231e427eb23182bf534efd76	8	f
loss	0.1	1700000015009	8f803ceb231e427eb23182bf534efd76	9	f
accuracy	0.75	1700000015000	8f803ceb231e427eb23182bf534efd76	0	f
diverged	0	1700000015000	8f803ceb231e427eb23182bf534efd76	-1	t
loss	1	1700000017000	ec37a4876fc24b459bceb6f6f4466e43	0	f
loss	0.5	1700000017001	ec37a4876fc24b459bceb6f6f4466e43	1	f
loss	0.3333333333333333	1700000017002	ec37a4876fc24b459bceb6f6f4466e43	2	f
loss	0.25	1700000017003	ec37a4876fc24b459bceb6f6f4466e43	3	f
loss	0.2	1700000017004	ec37a4876fc24b459bceb6f6f4466e43	4	f
loss	0.16666666666666666	1700000017005	ec37a4876fc24b459bceb6f6f4466e43	5	f
loss	0.14285714285714285	1700000017006	ec37a4876fc24b459bceb6f6f4466e43	6	f
loss	0.125	1700000017007	ec37a4876fc24b459bceb6f6f4466e43	7	f
loss	0.1111111111111111	1700000017008	ec37a4876fc24b459bceb6f6f4466e43	8	f
loss	0.1	1700000017009	ec37a4876fc24b459bceb6f6f4466e43	9	f
accuracy	0.85	1700000017000	ec37a4876fc24b459bceb6f6f4466e43	0	f
diverged	0	1700000017000	ec37a4876fc24b459bceb6f6f4466e43	-1	t
loss	1	1700000019000	a286da81df1f46eb88795df8108133e2	0	f
loss	0.5	1700000019001	a286da81df1f46eb88795df8108133e2	1	f
loss	0.2	1700000018004	9bf1b5ecff334b72ab556135a0ed0d1a	4	f
loss	0.16666666666666666	1700000018005	9bf1b5ecff334b72ab556135a0ed0d1a	5	f
loss	0.14285714285714285	1700000018006	9bf1b5ecff334b72ab556135a0ed0d1a	6	f
loss	0.125	1700000018007	9bf1b5ecff334b72ab556135a0ed0d1a	7	f
loss	0.1111111111111111	1700000018008	9bf1b5ecff334b72ab556135a0ed0d1a	8	f
loss	0.1	1700000018009	9bf1b5ecff334b72ab556135a0ed0d1a	9	f
accuracy	0.9	1700000018000	9bf1b5ecff334b72ab556135a0ed0d1a	0	f
diverged	1.7976931348623157e+308	1700000018000	9bf1b5ecff334b72ab556135a0ed0d1a	-1	f
loss	0.3333333333333333	1700000019002	a286da81df1f46eb88795df8108133e2	2	f
loss	0.25	1700000019003	a286da81df1f46eb88795df8108133e2	3	f
loss	0.2	1700000019004	a286da81df1f46eb88795df8108133e2	4	f
loss	0.16666666666666666	1700000019005	a286da81df1f46eb88795df8108133e2	5	f
loss	0.14285714285714285	1700000019006	a286da81df1f46eb88795df8108133e2	6	f
loss	0.125	1700000019007	a286da81df1f46eb88795df8108133e2	7	f
loss	0.1111111111111111	1700000019008	a286da81df1f46eb88795df8108133e2	8	f
loss	0.1	1700000019009	a286da81df1f46eb88795df8108133e2	9	f
accuracy	0.95	1700000019000	a286da81df1f46eb88795df8108133e2	0	f
diverged	0	1700000019000	a286da81df1f46eb88795df8108133e2	-1	t
\.
COPY public.model_version_tags (key, value, name, version) FROM stdin;
checked	yes	churn	1
\.
COPY public.model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id, status, status_message, run_link, storage_location) FROM stdin;
churn	2	1795560428639	1795560428639		\N	None	runs:/82a6fc2a7ce14315b529107df3487234/model	82a6fc2a7ce14315b529107df3487234	READY	\N		runs:/82a6fc2a7ce14315b529107df3487234/model
churn	1	1795560428607	1795560428892		\N	Production	runs:/d15385ff57394665b44f3355b720b753/model	d15385ff57394665b44f3355b720b753	READY	\N		runs:/d15385ff57394665b44f3355b720b753/model
\.
COPY public.params (key, value, run_uuid) FROM stdin;
learning_rate	0.0	d15385ff57394665b44f3355b720b753
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	d15385ff57394665b44f3355b720b753
learning_rate	0.01	82a6fc2a7ce14315b529107df3487234
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	82a6fc2a7ce14315b529107df3487234
learning_rate	0.02	b92feb142f9a4c2f9d535b0794f3b1bc
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	b92feb142f9a4c2f9d535b0794f3b1bc
learning_rate	0.03	b8584821a0ca4c3fa1fd78e89cbbafff
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	b8584821a0ca4c3fa1fd78e89cbbafff
learning_rate	0.04	22274992e6a943df9c57b6b424e90ba7
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	22274992e6a943df9c57b6b424e90ba7
learning_rate	0.05	61b0e7a650874c9d8ea38f8d93e29d88
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	61b0e7a650874c9d8ea38f8d93e29d88
learning_rate	0.06	45853608428343bdbad2dc41a0e6b521
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	45853608428343bdbad2dc41a0e6b521
learning_rate	0.07	82600a6839e6400daa150aff540c7cc7
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	82600a6839e6400daa150aff540c7cc7
learning_rate	0.08	f9fab3bee13647dd9ef2b66b890fc712
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	f9fab3bee13647dd9ef2b66b890fc712
learning_rate	0.09	1a812c8ae5c341afa2dfc2055bfea49c
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	1a812c8ae5c341afa2dfc2055bfea49c
learning_rate	0.1	ca7b458c62ac4abfb54fa7c11ff6bad9
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	ca7b458c62ac4abfb54fa7c11ff6bad9
learning_rate	0.11	7c536f6dbaf54cb994a977c11b13376a
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	7c536f6dbaf54cb994a977c11b13376a
learning_rate	0.12	246fa7d5539248099da14d785bad7ac9
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	246fa7d5539248099da14d785bad7ac9
learning_rate	0.13	00227302d00e417d994fb54d182b5100
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	00227302d00e417d994fb54d182b5100
learning_rate	0.14	d30824c1e17249c9ae355acf75ae6c9a
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	d30824c1e17249c9ae355acf75ae6c9a
learning_rate	0.15	8f803ceb231e427eb23182bf534efd76
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	8f803ceb231e427eb23182bf534efd76
learning_rate	0.16	889c5acc0400403ea6f226fa44d89d06
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	889c5acc0400403ea6f226fa44d89d06
learning_rate	0.17	ec37a4876fc24b459bceb6f6f4466e43
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	ec37a4876fc24b459bceb6f6f4466e43
learning_rate	0.18	9bf1b5ecff334b72ab556135a0ed0d1a
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	9bf1b5ecff334b72ab556135a0ed0d1a
learning_rate	0.19	a286da81df1f46eb88795df8108133e2
größe	xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx	a286da81df1f46eb88795df8108133e2
\.
COPY public.registered_model_aliases (alias, version, name) FROM stdin;
champion	2	churn
\.
COPY public.registered_model_tags (key, value, name) FROM stdin;
owner	risk	churn
\.
COPY public.registered_models (name, creation_time, last_updated_time, description) FROM stdin;
churn	1795560428569	1795560428892	Who leaves
\.
COPY public.runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time) FROM stdin;
d15385ff57394665b44f3355b720b753	run 0	UNKNOWN			unknown	FINISHED	1700000000000	1700000001000		active	mlflow-artifacts:/1/d15385ff57394665b44f3355b720b753/artifacts	1	\N
82a6fc2a7ce14315b529107df3487234	run 1	UNKNOWN			unknown	FINISHED	1700000001000	1700000002000		active	mlflow-artifacts:/1/82a6fc2a7ce14315b529107df3487234/artifacts	1	\N
b92feb142f9a4c2f9d535b0794f3b1bc	run 2	UNKNOWN			unknown	FINISHED	1700000002000	1700000003000		active	mlflow-artifacts:/1/b92feb142f9a4c2f9d535b0794f3b1bc/artifacts	1	\N
b8584821a0ca4c3fa1fd78e89cbbafff	run 3	UNKNOWN			unknown	FINISHED	1700000003000	1700000004000		active	mlflow-artifacts:/1/b8584821a0ca4c3fa1fd78e89cbbafff/artifacts	1	\N
22274992e6a943df9c57b6b424e90ba7	run 4	UNKNOWN			unknown	FINISHED	1700000004000	1700000005000		active	mlflow-artifacts:/1/22274992e6a943df9c57b6b424e90ba7/artifacts	1	\N
61b0e7a650874c9d8ea38f8d93e29d88	run 5	UNKNOWN			unknown	FINISHED	1700000005000	1700000006000		active	mlflow-artifacts:/1/61b0e7a650874c9d8ea38f8d93e29d88/artifacts	1	\N
45853608428343bdbad2dc41a0e6b521	run 6	UNKNOWN			unknown	FINISHED	1700000006000	1700000007000		active	mlflow-artifacts:/1/45853608428343bdbad2dc41a0e6b521/artifacts	1	\N
82600a6839e6400daa150aff540c7cc7	run 7	UNKNOWN			unknown	FINISHED	1700000007000	1700000008000		active	mlflow-artifacts:/1/82600a6839e6400daa150aff540c7cc7/artifacts	1	\N
f9fab3bee13647dd9ef2b66b890fc712	run 8	UNKNOWN			unknown	FINISHED	1700000008000	1700000009000		active	mlflow-artifacts:/1/f9fab3bee13647dd9ef2b66b890fc712/artifacts	1	\N
1a812c8ae5c341afa2dfc2055bfea49c	run 9	UNKNOWN			unknown	FINISHED	1700000009000	1700000010000		active	mlflow-artifacts:/1/1a812c8ae5c341afa2dfc2055bfea49c/artifacts	1	\N
ca7b458c62ac4abfb54fa7c11ff6bad9	run 10	UNKNOWN			unknown	FINISHED	1700000010000	1700000011000		active	mlflow-artifacts:/1/ca7b458c62ac4abfb54fa7c11ff6bad9/artifacts	1	\N
7c536f6dbaf54cb994a977c11b13376a	run 11	UNKNOWN			unknown	FINISHED	1700000011000	1700000012000		active	mlflow-artifacts:/1/7c536f6dbaf54cb994a977c11b13376a/artifacts	1	\N
246fa7d5539248099da14d785bad7ac9	run 12	UNKNOWN			unknown	FINISHED	1700000012000	1700000013000		active	mlflow-artifacts:/1/246fa7d5539248099da14d785bad7ac9/artifacts	1	\N
00227302d00e417d994fb54d182b5100	run 13	UNKNOWN			unknown	FINISHED	1700000013000	1700000014000		active	mlflow-artifacts:/1/00227302d00e417d994fb54d182b5100/artifacts	1	\N
d30824c1e17249c9ae355acf75ae6c9a	run 14	UNKNOWN			unknown	FINISHED	1700000014000	1700000015000		active	mlflow-artifacts:/1/d30824c1e17249c9ae355acf75ae6c9a/artifacts	1	\N
8f803ceb231e427eb23182bf534efd76	run 15	UNKNOWN			unknown	FINISHED	1700000015000	1700000016000		active	mlflow-artifacts:/1/8f803ceb231e427eb23182bf534efd76/artifacts	1	\N
889c5acc0400403ea6f226fa44d89d06	run 16	UNKNOWN			unknown	FINISHED	1700000016000	1700000017000		active	mlflow-artifacts:/1/889c5acc0400403ea6f226fa44d89d06/artifacts	1	\N
ec37a4876fc24b459bceb6f6f4466e43	run 17	UNKNOWN			unknown	FINISHED	1700000017000	1700000018000		active	mlflow-artifacts:/1/ec37a4876fc24b459bceb6f6f4466e43/artifacts	1	\N
9bf1b5ecff334b72ab556135a0ed0d1a	run 18	UNKNOWN			unknown	FAILED	1700000018000	1700000019000		active	mlflow-artifacts:/1/9bf1b5ecff334b72ab556135a0ed0d1a/artifacts	1	\N
a286da81df1f46eb88795df8108133e2	run 19	UNKNOWN			unknown	FINISHED	1700000019000	1700000020000		deleted	mlflow-artifacts:/1/a286da81df1f46eb88795df8108133e2/artifacts	1	1795560428486
\.
COPY public.tags (key, value, run_uuid) FROM stdin;
mlflow.runName	run 0	d15385ff57394665b44f3355b720b753
mlflow.user	ada	d15385ff57394665b44f3355b720b753
mlflow.note.content	tab\there, 漢字 \\	d15385ff57394665b44f3355b720b753
mlflow.runName	run 1	82a6fc2a7ce14315b529107df3487234
mlflow.user	ada	82a6fc2a7ce14315b529107df3487234
mlflow.note.content	tab\there, 漢字 \\	82a6fc2a7ce14315b529107df3487234
mlflow.runName	run 2	b92feb142f9a4c2f9d535b0794f3b1bc
mlflow.user	ada	b92feb142f9a4c2f9d535b0794f3b1bc
mlflow.note.content	tab\there, 漢字 \\	b92feb142f9a4c2f9d535b0794f3b1bc
mlflow.runName	run 3	b8584821a0ca4c3fa1fd78e89cbbafff
mlflow.user	ada	b8584821a0ca4c3fa1fd78e89cbbafff
mlflow.note.content	tab\there, 漢字 \\	b8584821a0ca4c3fa1fd78e89cbbafff
mlflow.runName	run 4	22274992e6a943df9c57b6b424e90ba7
mlflow.user	ada	22274992e6a943df9c57b6b424e90ba7
mlflow.note.content	tab\there, 漢字 \\	22274992e6a943df9c57b6b424e90ba7
mlflow.runName	run 5	61b0e7a650874c9d8ea38f8d93e29d88
mlflow.user	ada	61b0e7a650874c9d8ea38f8d93e29d88
mlflow.note.content	tab\there, 漢字 \\	61b0e7a650874c9d8ea38f8d93e29d88
mlflow.runName	run 6	45853608428343bdbad2dc41a0e6b521
mlflow.user	ada	45853608428343bdbad2dc41a0e6b521
mlflow.note.content	tab\there, 漢字 \\	45853608428343bdbad2dc41a0e6b521
mlflow.runName	run 7	82600a6839e6400daa150aff540c7cc7
mlflow.user	ada	82600a6839e6400daa150aff540c7cc7
mlflow.note.content	tab\there, 漢字 \\	82600a6839e6400daa150aff540c7cc7
mlflow.runName	run 8	f9fab3bee13647dd9ef2b66b890fc712
mlflow.user	ada	f9fab3bee13647dd9ef2b66b890fc712
mlflow.note.content	tab\there, 漢字 \\	f9fab3bee13647dd9ef2b66b890fc712
mlflow.runName	run 9	1a812c8ae5c341afa2dfc2055bfea49c
mlflow.user	ada	1a812c8ae5c341afa2dfc2055bfea49c
mlflow.note.content	tab\there, 漢字 \\	1a812c8ae5c341afa2dfc2055bfea49c
mlflow.runName	run 10	ca7b458c62ac4abfb54fa7c11ff6bad9
mlflow.user	ada	ca7b458c62ac4abfb54fa7c11ff6bad9
mlflow.note.content	tab\there, 漢字 \\	ca7b458c62ac4abfb54fa7c11ff6bad9
mlflow.runName	run 11	7c536f6dbaf54cb994a977c11b13376a
mlflow.user	ada	7c536f6dbaf54cb994a977c11b13376a
mlflow.note.content	tab\there, 漢字 \\	7c536f6dbaf54cb994a977c11b13376a
mlflow.runName	run 12	246fa7d5539248099da14d785bad7ac9
mlflow.user	ada	246fa7d5539248099da14d785bad7ac9
mlflow.note.content	tab\there, 漢字 \\	246fa7d5539248099da14d785bad7ac9
mlflow.runName	run 13	00227302d00e417d994fb54d182b5100
mlflow.user	ada	00227302d00e417d994fb54d182b5100
mlflow.note.content	tab\there, 漢字 \\	00227302d00e417d994fb54d182b5100
mlflow.runName	run 14	d30824c1e17249c9ae355acf75ae6c9a
mlflow.user	ada	d30824c1e17249c9ae355acf75ae6c9a
mlflow.note.content	tab\there, 漢字 \\	d30824c1e17249c9ae355acf75ae6c9a
mlflow.runName	run 15	8f803ceb231e427eb23182bf534efd76
mlflow.user	ada	8f803ceb231e427eb23182bf534efd76
mlflow.note.content	tab\there, 漢字 \\	8f803ceb231e427eb23182bf534efd76
mlflow.runName	run 16	889c5acc0400403ea6f226fa44d89d06
mlflow.user	ada	889c5acc0400403ea6f226fa44d89d06
mlflow.note.content	tab\there, 漢字 \\	889c5acc0400403ea6f226fa44d89d06
mlflow.runName	run 17	ec37a4876fc24b459bceb6f6f4466e43
mlflow.user	ada	ec37a4876fc24b459bceb6f6f4466e43
mlflow.note.content	tab\there, 漢字 \\	ec37a4876fc24b459bceb6f6f4466e43
mlflow.runName	run 18	9bf1b5ecff334b72ab556135a0ed0d1a
mlflow.user	ada	9bf1b5ecff334b72ab556135a0ed0d1a
mlflow.note.content	tab\there, 漢字 \\	9bf1b5ecff334b72ab556135a0ed0d1a
mlflow.runName	run 19	a286da81df1f46eb88795df8108133e2
mlflow.user	ada	a286da81df1f46eb88795df8108133e2
mlflow.note.content	tab\there, 漢字 \\	a286da81df1f46eb88795df8108133e2
\.
COPY public.trace_info (request_id, experiment_id, timestamp_ms, execution_time_ms, status) FROM stdin;
e2ab40129b5546f89cd374dfbd31a7b0	2	1795560429082	370	OK
6a931f286bf544449a3df69603b935d8	2	1795560429607	82	OK
055931672fb6456598dd20ef71730cc5	2	1795560429859	65	OK
\.
COPY public.trace_request_metadata (key, value, request_id) FROM stdin;
mlflow.trace_schema.version	2	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.traceInputs	{"question": 0}	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.traceOutputs	{"answer": 0}	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.trace_schema.version	2	6a931f286bf544449a3df69603b935d8
mlflow.traceInputs	{"question": 1}	6a931f286bf544449a3df69603b935d8
mlflow.traceOutputs	{"answer": 2}	6a931f286bf544449a3df69603b935d8
mlflow.trace_schema.version	2	055931672fb6456598dd20ef71730cc5
mlflow.traceInputs	{"question": 2}	055931672fb6456598dd20ef71730cc5
mlflow.traceOutputs	{"answer": 4}	055931672fb6456598dd20ef71730cc5
\.
COPY public.trace_tags (key, value, request_id) FROM stdin;
mlflow.source.name	log.py	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.source.type	LOCAL	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.traceName	predict	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.artifactLocation	mlflow-artifacts:/2/traces/e2ab40129b5546f89cd374dfbd31a7b0/artifacts	e2ab40129b5546f89cd374dfbd31a7b0
mlflow.source.name	log.py	6a931f286bf544449a3df69603b935d8
mlflow.source.type	LOCAL	6a931f286bf544449a3df69603b935d8
mlflow.traceName	predict	6a931f286bf544449a3df69603b935d8
mlflow.artifactLocation	mlflow-artifacts:/2/traces/6a931f286bf544449a3df69603b935d8/artifacts	6a931f286bf544449a3df69603b935d8
mlflow.source.name	log.py	055931672fb6456598dd20ef71730cc5
mlflow.source.type	LOCAL	055931672fb6456598dd20ef71730cc5
mlflow.traceName	predict	055931672fb6456598dd20ef71730cc5
mlflow.artifactLocation	mlflow-artifacts:/2/traces/055931672fb6456598dd20ef71730cc5/artifacts	055931672fb6456598dd20ef71730cc5
\.
SELECT pg_catalog.setval('public.experiments_experiment_id_seq', 3, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest);
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
ALTER TABLE ONLY public.latest_metrics
    ADD CONSTRAINT latest_metric_pk PRIMARY KEY (key, run_uuid);
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
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tag_pk PRIMARY KEY (key, run_uuid);
ALTER TABLE ONLY public.trace_info
    ADD CONSTRAINT trace_info_pk PRIMARY KEY (request_id);
ALTER TABLE ONLY public.trace_request_metadata
    ADD CONSTRAINT trace_request_metadata_pk PRIMARY KEY (key, request_id);
ALTER TABLE ONLY public.trace_tags
    ADD CONSTRAINT trace_tag_pk PRIMARY KEY (key, request_id);
CREATE INDEX index_datasets_dataset_uuid ON public.datasets USING btree (dataset_uuid);
CREATE INDEX index_datasets_experiment_id_dataset_source_type ON public.datasets USING btree (experiment_id, dataset_source_type);
CREATE INDEX index_inputs_destination_type_destination_id_source_type ON public.inputs USING btree (destination_type, destination_id, source_type);
CREATE INDEX index_inputs_input_uuid ON public.inputs USING btree (input_uuid);
CREATE INDEX index_latest_metrics_run_uuid ON public.latest_metrics USING btree (run_uuid);
CREATE INDEX index_metrics_run_uuid ON public.metrics USING btree (run_uuid);
CREATE INDEX index_params_run_uuid ON public.params USING btree (run_uuid);
CREATE INDEX index_tags_run_uuid ON public.tags USING btree (run_uuid);
CREATE INDEX index_trace_info_experiment_id_timestamp_ms ON public.trace_info USING btree (experiment_id, timestamp_ms);
CREATE INDEX index_trace_request_metadata_request_id ON public.trace_request_metadata USING btree (request_id);
CREATE INDEX index_trace_tags_request_id ON public.trace_tags USING btree (request_id);
ALTER TABLE ONLY public.experiment_tags
    ADD CONSTRAINT experiment_tags_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id);
ALTER TABLE ONLY public.datasets
    ADD CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY (experiment_id) REFERENCES public.experiments(experiment_id) ON DELETE CASCADE;
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
