CREATE TABLE product (
    sku      VARCHAR(20)    PRIMARY KEY,
    kind     VARCHAR(60)    NOT NULL,
    thread   VARCHAR(4)     NOT NULL,
    length   INT            NOT NULL,
    material VARCHAR(40)    NOT NULL,
    weight   DECIMAL(9, 2)  NOT NULL,
    price    DECIMAL(9, 2)  NOT NULL,
    stock    INT            NOT NULL
);

INSERT INTO product
SELECT sku, kind, thread, length, material, weight, price, stock FROM CSVREAD('classpath:catalogue.csv');
